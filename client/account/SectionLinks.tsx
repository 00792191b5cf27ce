import { createSignal, For, onCleanup, onMount } from 'solid-js'
import { t } from '../texts.ts'

/** The sections of the account page in order, with their titles. */
export const sections = () => [
  { id: 'profile', title: t.account.profile },
  { id: 'methods', title: t.account.methods },
  { id: 'devices', title: t.sessions.title },
  { id: 'activity', title: t.account.activity },
  { id: 'data', title: t.data.title },
  { id: 'delete', title: t.deletion.zone },
]

/** The navigation of the account page. It marks the section that is being read. */
export function SectionLinks() {
  const [current, setCurrent] = createSignal('profile')
  const mark = () => setCurrent(sectionBeingRead())
  onMount(() => {
    // The first scroll event comes after the page has loaded, so the start needs no measurements.
    window.addEventListener('scroll', mark, { passive: true })
    window.addEventListener('hashchange', mark)
    onCleanup(() => {
      window.removeEventListener('scroll', mark)
      window.removeEventListener('hashchange', mark)
    })
  })
  return (
    <nav class="section-links" aria-label={t.account.sections}>
      <ul>
        <For each={sections()}>
          {({ id, title }) => (
            <li>
              <a href={`#${id}`} rel="external" aria-current={id === current() ? 'location' : undefined}>
                {title}
              </a>
            </li>
          )}
        </For>
      </ul>
    </nav>
  )
}

/** A section is being read when its top is nearer than this to the top of the window, or above it. */
const TOP_PIXELS = 100

/**
 * The last section that begins at the top of the window or above it. At the end of the page, where the last sections
 * cannot scroll that far, the one that the address names, or else the last one.
 */
function sectionBeingRead(): string {
  const ids = sections().map(({ id }) => id)
  const begun = ids.findLastIndex((id) => topOf(id) < TOP_PIXELS)
  const { scrollHeight, scrollTop, clientHeight } = document.documentElement
  if (scrollHeight - scrollTop - clientHeight > 1) return ids[begun] ?? 'profile'
  const last = ids.slice(Math.max(begun, 0))
  return last.find((id) => `#${id}` === window.location.hash) ?? last.at(-1) ?? 'profile'
}

function topOf(id: string): number {
  return document.getElementById(id)?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY
}
