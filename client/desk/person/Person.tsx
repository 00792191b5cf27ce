import { createAsyncStore } from '@solidjs/router'
import { type ParentProps, Show } from 'solid-js'
import type { DeskPersonAnswer } from '../../../server/deskApi.ts'
import { ServerFault } from '../../ask.ts'
import { at } from '../../site.ts'
import { readPerson } from '../api.ts'
import { DeskPart } from '../DeskPart.tsx'
import { deskTexts } from '../deskTexts.ts'
import { JobRows } from '../jobs/JobRows.tsx'
import { Actions } from './Actions.tsx'
import { Activity } from './Activity.tsx'
import { Connections } from './Connections.tsx'
import { Posts } from './Posts.tsx'
import { Profile } from './Profile.tsx'
import { Sessions } from './Sessions.tsx'

/** The page about a person, with the actions of an operator. */
export function Person(props: { id: string }) {
  return (
    <>
      <p>
        <a href={at('/desk/people')}>{deskTexts().person.back}</a>
      </p>
      <DeskPart>
        <Found id={props.id} />
      </DeskPart>
    </>
  )
}

function Found(props: { id: string }) {
  // A store keeps the elements of the rows, and so the focus, when the person is read again.
  const answer = createAsyncStore((known?: DeskPersonAnswer) =>
    readPerson(props.id).catch((error: unknown) => afterFault(error, known)),
  )
  return (
    <Show when={answer()}>
      {(known) => (
        <>
          <Profile person={known().person} />
          <Actions person={known().person} hasSessions={known().sessions.length > 0} />
          <Sections answer={known()} />
        </>
      )}
    </Show>
  )
}

/** Keeps the known answer on the page. If the account was deleted meanwhile (404), removes everything to act on. */
function afterFault(error: unknown, known: DeskPersonAnswer | undefined): DeskPersonAnswer {
  if (!known) throw error
  if (!(error instanceof ServerFault) || error.status !== 404) return known
  return { ...known, person: { ...known.person, state: 'leaving' }, sessions: [], jobs: [] }
}

function Sections(props: { answer: DeskPersonAnswer }) {
  const { person } = deskTexts()
  return (
    <div class="desk-columns">
      <Section id="connections" title={person.connections}>
        <Connections connections={props.answer.person.connections} />
      </Section>
      <Section id="jobs" title={person.jobs}>
        <Show when={props.answer.jobs.length > 0} fallback={<p class="quiet">{person.noJobs}</p>}>
          <JobRows jobs={props.answer.jobs} label={person.jobs} isOfPerson />
        </Show>
      </Section>
      <Section id="activity" title={person.activity}>
        <Activity events={props.answer.events} />
      </Section>
      <Section id="sessions" title={person.sessions}>
        <Sessions sessions={props.answer.sessions} />
      </Section>
      <Show when={props.answer.consents.length > 0}>
        <Section id="posts" title={person.consents}>
          <Posts userId={props.answer.person.id} consents={props.answer.consents} />
        </Section>
      </Show>
    </div>
  )
}

function Section(props: ParentProps<{ id: string; title: string }>) {
  return (
    <section class="card" aria-labelledby={`person-${props.id}`}>
      <h2 id={`person-${props.id}`}>{props.title}</h2>
      {props.children}
    </section>
  )
}
