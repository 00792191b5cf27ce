import { onMount } from 'solid-js'
import { ServerFault } from '../ask.ts'
import { t } from '../texts.ts'
import { Brand } from './Brand.tsx'
import { showDoor } from './door.ts'
import { FaultBox } from './FaultBox.tsx'
import { Foot } from './Foot.tsx'
import { Heading } from './Heading.tsx'

/** The page that replaces a page that failed. */
export function Fault(props: { error: unknown }) {
  onMount(() => showDoor('stuck'))
  return (
    <>
      <div class="page">
        <Brand />
        <Heading title={t.faults.title}>{t.faults.stuck}</Heading>
        <FaultBox words={wordsFor(props.error)}>
          <button type="button" class="button" onClick={() => window.location.reload()}>
            {t.signin.tryAgain}
          </button>
        </FaultBox>
      </div>
      <Foot />
    </>
  )
}

/** Only a ServerFault has words for visitors. Another error is mostly the browser's, about a script that is missing. */
function wordsFor(error: unknown): string {
  return error instanceof ServerFault ? error.message : t.faults.missingPart
}
