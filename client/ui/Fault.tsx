import { ServerFault } from '../api.ts'
import { t } from '../texts.ts'
import { Brand } from './Brand.tsx'
import { Heading } from './Heading.tsx'

/** What one sees when a page cannot be shown. */
export function Fault(props: { error: unknown }) {
  return (
    <div class="page">
      <Brand />
      <Heading title={t.faults.title}>{t.faults.stuck}</Heading>
      <p role="alert">{wordsFor(props.error)}</p>
      <p>
        <button type="button" class="button" onClick={() => window.location.reload()}>
          {t.signin.tryAgain}
        </button>
      </p>
    </div>
  )
}

/** Only a ServerFault speaks to visitors; what a browser says of a script that did not arrive is not for them. */
function wordsFor(error: unknown): string {
  if (error instanceof ServerFault) return error.message
  return t.faults.missingPart
}
