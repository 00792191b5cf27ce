import { type Component, lazy, Show } from 'solid-js'
import { Account } from './account/Account.tsx'
import { Confirm } from './address/Confirm.tsx'
import { createReading } from './createReading.ts'
import { Goodbye } from './deletion/Goodbye.tsx'
import { page } from './page.ts'
import { readSession } from './readSession.ts'
import { Reminder } from './reminder/Reminder.tsx'
import { at } from './site.ts'
import { showDoorOf } from './ui/door.ts'
import { Foot } from './ui/Foot.tsx'
import { NoOperator } from './ui/NoOperator.tsx'
import { NotFound } from './ui/NotFound.tsx'
import { ToFrontPage } from './ui/ToFrontPage.tsx'

const Desk = lazy(() => import('./desk/Desk.tsx'))

/** All pages except the sign-in page, by path. */
const PAGES: Readonly<Record<string, Component>> = {
  '/reminder': Reminder,
  '/account': Account,
  '/confirm': Confirm,
  '/goodbye': Goodbye,
  '/desk': ToDesk,
}

/**
 * Shows every page except the sign-in page. They are one script: on a slow network, each further script costs two
 * seconds. A link to another page loads that page. Only the desk has a router, in its own script.
 */
export function App() {
  const path = window.location.pathname.slice(at('').length)
  const Page = PAGES[path.replace(/^\/desk\/.*/, '/desk').replace(/(.)\/+$/, '$1')] ?? NotFound
  // The server has already painted the wall of a page that it refuses.
  if (page.refusal === undefined) showDoorOf(path)
  return (
    <>
      <Page />
      <Foot />
    </>
  )
}

/** Loads the code of the desk for operators. Visitors who are signed out go to the sign-in page first. */
function ToDesk() {
  const session = createReading(readSession)
  const here = encodeURIComponent(window.location.pathname + window.location.search)
  return (
    <Show when={session()}>
      {(known) => (
        <Show when={known().user} fallback={<ToFrontPage returnTo={here} />}>
          <Show when={page.desk} fallback={<NoOperator />}>
            <Desk />
          </Show>
        </Show>
      )}
    </Show>
  )
}
