import { Route, Router, type RouteSectionProps } from '@solidjs/router'
import { ErrorBoundary, lazy, Suspense } from 'solid-js'
import { SignIn } from './signin/SignIn.tsx'
import { Door } from './ui/Door.tsx'
import { Fault } from './ui/Fault.tsx'
import { Languages } from './ui/Languages.tsx'
import { Waiting } from './ui/Waiting.tsx'

const Reminder = lazy(() => import('./reminder/Reminder.tsx'))
const Account = lazy(() => import('./account/Account.tsx'))
const Confirm = lazy(() => import('./address/Confirm.tsx'))
const Goodbye = lazy(() => import('./deletion/Goodbye.tsx'))
const NotFound = lazy(() => import('./ui/NotFound.tsx'))

/** The whole client: every page stands beside the door. */
export function App() {
  return (
    <Router root={Shell}>
      <Route path="/" component={SignIn} />
      <Route path="/reminder" component={Reminder} />
      <Route path="/account" component={Account} />
      <Route path="/confirm" component={Confirm} />
      <Route path="/goodbye" component={Goodbye} />
      <Route path="*" component={NotFound} />
    </Router>
  )
}

function Shell(props: RouteSectionProps) {
  return (
    <div class="shell">
      <Door path={props.location.pathname} />
      <main class="content">
        <ErrorBoundary fallback={(error) => <Fault error={error} />}>
          <Suspense fallback={<Waiting path={props.location.pathname} />}>{props.children}</Suspense>
        </ErrorBoundary>
        <Languages />
      </main>
    </div>
  )
}
