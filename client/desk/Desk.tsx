import { A, type RouteSectionProps } from '@solidjs/router'
import { Match, type ParentProps, Switch } from 'solid-js'
import { at } from '../site.ts'
import { Brand } from '../ui/Brand.tsx'
import { NotFound } from '../ui/NotFound.tsx'
import { deskTexts } from './deskTexts.ts'
import { Jobs } from './jobs/Jobs.tsx'
import { Overview } from './overview/Overview.tsx'
import { People } from './people/People.tsx'
import { Person } from './person/Person.tsx'
import { applyDeskStyle } from './style.ts'

/** The desk, for operators; the server's answers tell others that it is not for them. */
export default function Desk(props: RouteSectionProps) {
  applyDeskStyle()
  return <Pages path={props.params.page ?? ''} />
}

function Pages(props: { path: string }) {
  const personId = () => /^people\/([^/]+)$/.exec(props.path)?.[1]
  return (
    <Switch fallback={<NotFound />}>
      <Match when={props.path === ''}>
        <Frame>
          <Overview />
        </Frame>
      </Match>
      <Match when={props.path === 'people'}>
        <Frame>
          <People />
        </Frame>
      </Match>
      <Match when={personId()} keyed>
        {(id) => (
          <Frame>
            <Person id={id} />
          </Frame>
        )}
      </Match>
      <Match when={props.path === 'jobs'}>
        <Frame>
          <Jobs />
        </Frame>
      </Match>
    </Switch>
  )
}

function Frame(props: ParentProps) {
  const d = deskTexts()
  return (
    <div class="page desk">
      <header class="desk-head">
        <Brand />
        <nav aria-label={d.sections}>
          <ul>
            <li>
              <A href="/desk" end>
                {d.overview}
              </A>
            </li>
            <li>
              <A href="/desk/people">{d.people}</A>
            </li>
            <li>
              <A href="/desk/jobs">{d.jobs}</A>
            </li>
            <li>
              <a href={at('/account')}>{d.toAccount}</a>
            </li>
          </ul>
        </nav>
      </header>
      {props.children}
    </div>
  )
}
