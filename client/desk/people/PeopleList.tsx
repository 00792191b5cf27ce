import { For, Show } from 'solid-js'
import type { DeskPerson } from '../../../server/deskApi.ts'
import { at } from '../../site.ts'
import { fill } from '../../texts.ts'
import { formatAgo } from '../../ui/formatDate.ts'
import { type PeopleSearch, readPeople } from '../api.ts'
import { createPages } from '../createPages.ts'
import { createProviderLabels } from '../createProviderLabels.ts'
import { deskTexts } from '../deskTexts.ts'
import { More } from '../More.tsx'
import { StateBadge } from './StateBadge.tsx'

/** The people that match the search, page by page. */
export function PeopleList(props: PeopleSearch) {
  const { search } = deskTexts()
  const labelOf = createProviderLabels()
  const pages = createPages(async (after) => {
    const { people, next } = await readPeople({ q: props.q, state: props.state }, after)
    return { items: people, next }
  })
  return (
    <>
      <Show when={pages.items().length > 0} fallback={<Nobody isSearch={Boolean(props.q || props.state)} />}>
        <ul class="desk-rows people" aria-label={search.found}>
          <For each={pages.items()}>{(person) => <Row person={person} labelOf={labelOf} />}</For>
        </ul>
      </Show>
      <More hasMore={pages.hasMore()} more={pages.more} />
    </>
  )
}

function Nobody(props: { isSearch: boolean }) {
  const { search } = deskTexts()
  return (
    <div class="empty" role="status">
      <p>{props.isSearch ? search.none : search.noneAtAll}</p>
      <Show when={props.isSearch}>
        <small>{search.noneHint}</small>
      </Show>
    </div>
  )
}

function Row(props: { person: DeskPerson; labelOf: (provider: string) => string }) {
  const { search } = deskTexts()
  const seen = () => props.person.lastSeenAt
  return (
    <li>
      <a class="row-name" href={at(`/desk/people/${encodeURIComponent(props.person.id)}`)}>
        <strong>{props.person.name || props.person.username}</strong> <span>{props.person.username}</span>
      </a>
      <span>{props.person.email ?? search.noEmail}</span>
      <small class="facts">
        <For each={props.person.connections}>
          {({ provider, username }) => <span>{`${props.labelOf(provider)}: ${username}`}</span>}
        </For>
      </small>
      <small>
        {seen() ? fill(search.lastSeen, { time: formatAgo(seen() ?? '', Date.now()) }) : search.neverSeen}
      </small>
      <StateBadge state={props.person.state} />
    </li>
  )
}
