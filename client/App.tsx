import { Route, Router, type RouteSectionProps } from '@solidjs/router'
import { createEffect, lazy, Show } from 'solid-js'
import { Account } from './account/Account.tsx'
import { Confirm } from './address/Confirm.tsx'
import { createReading } from './createReading.ts'
import { Goodbye } from './deletion/Goodbye.tsx'
import { page } from './page.ts'
import { readSession } from './readSession.ts'
import { Reminder } from './reminder/Reminder.tsx'
import { at, site } from './site.ts'
import { showDoorOf } from './ui/door.ts'
import { Foot } from './ui/Foot.tsx'
import { NoOperator } from './ui/NoOperator.tsx'
import { NotFound } from './ui/NotFound.tsx'
import { ToFrontPage } from './ui/ToFrontPage.tsx'

const Desk = lazy(() => import('./desk/Desk.tsx'))

/** All pages except the sign-in page. They are one script: on a slow network, each further script costs two seconds. */
export function App() {
  return (
    <Router base={site.basePath} root={Frame}>
      <Route path="/reminder" component={Reminder} />
      <Route path="/account" component={Account} />
      <Route path="/confirm" component={Confirm} />
      <Route path="/goodbye" component={Goodbye} />
      <Route path="/desk/*page" component={ToDesk} />
      <Route path="*" component={NotFound} />
    </Router>
  )
}

function Frame(props: RouteSectionProps) {
  createEffect(() => showDoorOf(props.location.pathname.slice(at('').length)))
  return (
    <>
      {props.children}
      <Foot />
    </>
  )
}

/** Loads the code of the desk for operators. Visitors who are signed out go to the sign-in page first. */
function ToDesk(props: RouteSectionProps) {
  const session = createReading(readSession)
  const here = () => encodeURIComponent(props.location.pathname + props.location.search)
  return (
    <Show when={session()}>
      {(known) => (
        <Show when={known().user} fallback={<ToFrontPage returnTo={here()} />}>
          <Show when={page.desk} fallback={<NoOperator />}>
            <Desk path={props.params.page ?? ''} />
          </Show>
        </Show>
      )}
    </Show>
  )
}
