import { Show } from 'solid-js'
import { readPendingAddress } from '../address/api.ts'
import { readConnections } from '../connections/api.ts'
import { createReading } from '../createReading.ts'
import { createAsync } from '../query.ts'
import { readSession } from '../readSession.ts'
import { readPendingConnection } from '../signin/api.ts'
import { at } from '../site.ts'
import { formatDate } from '../ui/formatDate.ts'
import { ToFrontPage } from '../ui/ToFrontPage.tsx'
import { readConsents } from '../welcome/api.ts'
import { AccountSections } from './AccountSections.tsx'
import { readEvents, readSessions } from './api.ts'

/** How long the page waits for the slower answers. Later ones fill the space that the page keeps for them. */
const WAIT_MS = 50

/** After this long, the network is slow, and the slower answers take seconds more. The page does not wait for them. */
const SLOW_MS = 2_000

/** The account page. Visitors who are signed out go to the sign-in page. */
export function Account() {
  const session = createReading(readSession)
  const isReady = createAsync(() => untilReady(Boolean(session()?.user)))
  return (
    <Show when={session()}>
      {(known) => (
        <Show when={known().user} fallback={<ToFrontPage returnTo={at('/account')} />}>
          {(user) => (
            <Show when={isReady()}>
              <AccountSections user={user()} session={known()} />
            </Show>
          )}
        </Show>
      )}
    </Show>
  )
}

/** Reads all parts of the page at once. It ignores failures, because each part shows its own. */
async function untilReady(isSignedIn: boolean): Promise<boolean> {
  if (!isSignedIn) return false
  // The browser's first date format takes 20 ms, as long as the rest of the page. Here it gets a task of its own.
  setTimeout(() => formatDate(new Date().toISOString()))
  const first = [readConnections(), readSessions(), readPendingAddress(), readPendingConnection()]
  const rest = [readConsents(), readEvents()]
  const settled = Promise.allSettled([...first, ...rest])
  await Promise.race([
    settled,
    Promise.allSettled(first).then(() => passed(performance.now() < SLOW_MS ? WAIT_MS : 0)),
  ])
  return true
}

function passed(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
