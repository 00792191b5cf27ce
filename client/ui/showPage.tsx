import { type Component, ErrorBoundary, type JSX, Suspense } from 'solid-js'
import { render } from 'solid-js/web'
import { Fault } from './Fault.tsx'

/** Replaces the content that the server rendered by the page, as soon as the page has loaded what it needs. */
export function showPage(Page: Component): void {
  const root = document.getElementById('root')
  if (!root) return
  // The router must not handle the server's links: it does not know paths such as /logout, which only the server has.
  for (const link of root.querySelectorAll('a')) link.rel = 'external'
  const painted = [...root.childNodes]
  const focused = selectorOf(document.activeElement)
  root.replaceChildren()
  render(() => <Whole painted={painted} page={Page} />, root)
  // Keeps the focus on the element of the page that replaces the focused one.
  if (focused) root.querySelector<HTMLElement>(focused)?.focus()
}

function Whole(props: { painted: JSX.Element; page: Component }) {
  const Page = props.page
  return (
    <ErrorBoundary fallback={(error) => <Fault error={error} />}>
      <Suspense fallback={props.painted}>
        <Page />
      </Suspense>
    </ErrorBoundary>
  )
}

function selectorOf(element: Element | null): string | undefined {
  if (element instanceof HTMLAnchorElement)
    return `a[href="${CSS.escape(element.getAttribute('href') ?? '')}"]`
  return element?.id ? `#${CSS.escape(element.id)}` : undefined
}
