import { createUniqueId, ErrorBoundary, type ParentProps, Suspense } from 'solid-js'
import { revalidate } from '../query.ts'
import { t } from '../texts.ts'

/** A part of a page that loads separately, into a placeholder. When it fails, the rest of the page stays. */
export function Part(props: ParentProps<{ fault: string; isBanner?: boolean }>) {
  return (
    <ErrorBoundary fallback={(_error, reset) => <Missing fault={props.fault} onAgain={reset} />}>
      <Suspense fallback={props.isBanner ? undefined : <div class="bone bone-part" />}>
        {props.children}
      </Suspense>
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
