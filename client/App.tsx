import { Route, Router, type RouteSectionProps } from '@solidjs/router'
import { createEffect } from 'solid-js'
import { Account } from './account/Account.tsx'
import { Confirm } from './address/Confirm.tsx'
import { Goodbye } from './deletion/Goodbye.tsx'
import { Reminder } from './reminder/Reminder.tsx'
import { at, site } from './site.ts'
import { showDoorOf } from './ui/door.ts'
import { Foot } from './ui/Foot.tsx'
import { NotFound } from './ui/NotFound.tsx'

/** Every page but the sign-in page. They are one script: on a slow network each further one would cost two seconds. */
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
