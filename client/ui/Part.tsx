import { ErrorBoundary, type ParentProps, Suspense } from 'solid-js'
import { t } from '../texts.ts'

/** A part of a page that is loaded by itself. When it cannot be, that is said, and the rest of the page stays. */
export function Part(props: ParentProps<{ fault: string }>) {
  return (
    <ErrorBoundary fallback={<Missing fault={props.fault} />}>
      <Suspense>{props.children}</Suspense>
    </ErrorBoundary>
  )
}

function Missing(props: { fault: string }) {
  return (
    <div class="card">
      <p role="alert">{props.fault}</p>
      <button type="button" class="button secondary" onClick={() => window.location.reload()}>
        {t.signin.tryAgain}
      </button>
    </div>
  )
}
