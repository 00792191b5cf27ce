import { Show } from 'solid-js'
import type { DeskPersonDetails } from '../../../server/deskApi.ts'
import { Avatar } from '../../account/Avatar.tsx'
import { fill, t } from '../../texts.ts'
import { formatDate, formatMoment } from '../../ui/formatDate.ts'
import { Heading } from '../../ui/Heading.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { deskTexts } from '../deskTexts.ts'
import { StateBadge } from '../people/StateBadge.tsx'

/** The profile of the person, and the state of the account. */
export function Profile(props: { person: DeskPersonDetails }) {
  const { person: d } = deskTexts()
  const name = () => props.person.name || props.person.username
  return (
    <section class="card desk-profile" aria-labelledby="person-name">
      <Avatar url={props.person.avatarUrl} name={name()} />
      <div id="person-name">
        <Heading title={name()}>{name()}</Heading>
        <p class="quiet">
          {props.person.username} <StateBadge state={props.person.state} />
        </p>
      </div>
      <Standing person={props.person} />
      <dl>
        <div>
          <dt>{d.email}</dt>
          <dd>{props.person.email ?? d.noEmail}</dd>
        </div>
        <div>
          <dt>{d.lastSeen}</dt>
          <dd>
            <Show when={props.person.lastSeenAt} fallback={deskTexts().never}>
              {(seenAt) => <Moment at={seenAt()} />}
            </Show>
          </dd>
        </div>
        <div>
          <dt>{d.since}</dt>
          <dd>{formatDate(props.person.createdAt, 'medium')}</dd>
        </div>
        <div>
          <dt>{d.language}</dt>
          <dd>{languageName(props.person.language)}</dd>
        </div>
        <div>
          <dt>{d.id}</dt>
          <dd>
            <code>{props.person.id}</code>
          </dd>
        </div>
      </dl>
    </section>
  )
}

/** Why the person cannot sign in: the lock or the deletion. Nothing for an active account. */
function Standing(props: { person: DeskPersonDetails }) {
  const { person: d } = deskTexts()
  return (
    <>
      <Show when={props.person.lockedAt}>
        {(since) => (
          <p class="standing">
            {fill(d.lockedSince, { date: formatMoment(since()) })}
            <Show when={props.person.lockReason}>
              {(reason) => <span class="reason">{fill(d.lockReason, { reason: reason() })}</span>}
            </Show>
          </p>
        )}
      </Show>
      <Show when={props.person.leavingSince}>
        {(since) => <p class="standing">{fill(d.leavingSince, { date: formatMoment(since()) })}</p>}
      </Show>
    </>
  )
}

function languageName(code: string): string {
  const names: Readonly<Record<string, string>> = t.languages.names
  return names[code] ?? code
}
