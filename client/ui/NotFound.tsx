import { Brand } from './Brand.tsx'
import { Heading } from './Heading.tsx'

/** No page has this address. */
export default function NotFound() {
  return (
    <div class="page">
      <Brand />
      <Heading title="Not found">There is no door here</Heading>
      <p>This wall has no way through. The address may be mistyped, or what was here has moved.</p>
      <p>
        <a class="button" href="/">
          Back to the front door
        </a>
      </p>
    </div>
  )
}
