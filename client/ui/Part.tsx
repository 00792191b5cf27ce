import { revalidate } from '@solidjs/router'
import { createUniqueId, ErrorBoundary, type ParentProps, Suspense } from 'solid-js'
import { t } from '../texts.ts'

/** A part of a page that is loaded by itself. When it cannot be, that is said, and the rest of the page stays. */
export function Part(props: ParentProps<{ fault: string }>) {
  return (
    <ErrorBoundary fallback={(_error, reset) => <Missing fault={props.fault} onAgain={reset} />}>
      <Suspense>{props.children}</Suspense>
    </ErrorBoundary>
  )
}

function Missing(props: { fault: string; onAgain: () => void }) {
  const id = createUniqueId()
  const again = () => {
    void revalidate()
    props.onAgain()
  }
  return (
    <div class="card">
      <p id={id} role="alert">
        {props.fault}
      </p>
      <button type="button" class="button secondary" aria-describedby={id} onClick={again}>
        {t.signin.tryAgain}
      </button>
    </div>
  )
}
