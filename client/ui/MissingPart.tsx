import { render } from 'solid-js/web'
import { t } from '../texts.ts'
import { FaultBox } from './FaultBox.tsx'

/** Shows, above the content that the server rendered, that a script of the page did not arrive. */
export function sayPartIsMissing(): void {
  const place = document.createElement('div')
  document.getElementById('root')?.prepend(place)
  render(() => <MissingPart />, place)
}

function MissingPart() {
  return (
    <FaultBox words={t.faults.missingPart}>
      <button type="button" class="button secondary" onClick={() => window.location.reload()}>
        {t.signin.tryAgain}
      </button>
    </FaultBox>
  )
}
