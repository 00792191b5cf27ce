import { Route, Router, type RouteSectionProps } from '@solidjs/router'
import { createEffect, lazy } from 'solid-js'
import { at, site } from './site.ts'
import { showDoorOf } from './ui/door.ts'
import { Foot } from './ui/Foot.tsx'

const Reminder = lazy(() => import('./reminder/Reminder.tsx'))
const Account = lazy(() => import('./account/Account.tsx'))
const Confirm = lazy(() => import('./address/Confirm.tsx'))
const Goodbye = lazy(() => import('./deletion/Goodbye.tsx'))
const NotFound = lazy(() => import('./ui/NotFound.tsx'))

/** Every page but the sign-in page, which is loaded by itself. */
export function App() {
  return (
    <Router base={site.basePath} root={Frame}>
      <Route path="/reminder" component={Reminder} />
      <Route path="/account" component={Account} />
      <Route path="/confirm" component={Confirm} />
      <Route path="/goodbye" component={Goodbye} />
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
