import { Route, Router, type RouteSectionProps } from '@solidjs/router'
import { Match, onMount, type ParentProps, Switch } from 'solid-js'
import { at, site } from '../site.ts'
import { Brand } from '../ui/Brand.tsx'
import { NotFound } from '../ui/NotFound.tsx'
import { deskTexts } from './deskTexts.ts'
import { Jobs } from './jobs/Jobs.tsx'
import { Overview } from './overview/Overview.tsx'
import { People } from './people/People.tsx'
import { Person } from './person/Person.tsx'
import { applyDeskStyle } from './style.ts'

/** The desk. For people who are not operators, each part shows the server's refusal. */
export default function Desk() {
  applyDeskStyle()
  return (
    <Router base={site.basePath}>
      <Route path="/desk/*page" component={DeskPage} />
      <Route path="*" component={Elsewhere} />
    </Router>
  )
}

/** For a link that leaves the desk: the router has changed the URL, and the browser loads the page. */
function Elsewhere() {
  onMount(() => window.location.reload())
  return null
}

function DeskPage(props: RouteSectionProps) {
  const path = () => props.params.page ?? ''
  const personId = () => /^people\/([^/]+)$/.exec(path())?.[1]
  return (
    <Switch fallback={<NotFound />}>
      <Match when={path() === ''}>
        <Frame path={path()}>
          <Overview />
        </Frame>
      </Match>
      <Match when={path() === 'people'}>
        <Frame path={path()}>
          <People />
        </Frame>
      </Match>
      <Match when={personId()} keyed>
        {(id) => (
          <Frame path={path()}>
            <Person id={id} />
          </Frame>
        )}
      </Match>
      <Match when={path() === 'jobs'}>
        <Frame path={path()}>
          <Jobs />
        </Frame>
      </Match>
    </Switch>
  )
}

function Frame(props: ParentProps<{ path: string }>) {
  const d = deskTexts()
  return (
    <div class="page desk">
      <header class="desk-head">
        <Brand />
        <nav aria-label={d.sections}>
          <ul>
            <Way path="/desk" isHere={props.path === ''} words={d.overview} />
            <Way path="/desk/people" isHere={props.path.startsWith('people')} words={d.people} />
            <Way path="/desk/jobs" isHere={props.path === 'jobs'} words={d.jobs} />
            <Way path="/account" isHere={false} words={d.toAccount} />
          </ul>
        </nav>
      </header>
      {props.children}
    </div>
  )
}

/** A plain link: the code of the router's link component would add a tenth to the sign-in page's script. */
function Way(props: { path: string; isHere: boolean; words: string }) {
  return (
    <li>
      <a href={at(props.path)} aria-current={props.isHere ? 'page' : undefined}>
        {props.words}
      </a>
    </li>
  )
}
