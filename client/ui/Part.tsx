import { ErrorBoundary, type ParentProps, Suspense } from 'solid-js'

/** A part of a page that is loaded by itself. When it cannot be, that is said, and the rest of the page stays. */
export function Part(props: ParentProps<{ fault: string }>) {
  return (
    <ErrorBoundary fallback={<p>{props.fault}</p>}>
      <Suspense>{props.children}</Suspense>
    </ErrorBoundary>
  )
}
