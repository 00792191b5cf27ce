import { Brand } from '../ui/Brand.tsx'
import { Heading } from '../ui/Heading.tsx'

/** The farewell, after signing out and after deleting the account. */
export default function Goodbye() {
  return (
    <div class="page">
      <Brand />
      <Heading title="Goodbye">Goodbye, and safe travels</Heading>
      <p>You are signed out. The light stays on, should you come back.</p>
      <p>
        <a class="button" href="/">
          Back to the front door
        </a>
      </p>
    </div>
  )
}
