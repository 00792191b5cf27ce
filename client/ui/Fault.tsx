import { Brand } from './Brand.tsx'
import { Heading } from './Heading.tsx'

/** What one sees when a page cannot be shown. */
export function Fault(props: { error: unknown }) {
  return (
    <div class="page">
      <Brand />
      <Heading title="Something went wrong">The door is stuck</Heading>
      <p role="alert">{props.error instanceof Error ? props.error.message : 'Something went wrong.'}</p>
      <p>
        <button type="button" class="button" onClick={() => window.location.reload()}>
          Try again
        </button>
      </p>
    </div>
  )
}
