import { useNavigate, useSearchParams } from '@solidjs/router'
import { createEffect, For, onCleanup, Show } from 'solid-js'
import { at } from '../../site.ts'
import { Heading } from '../../ui/Heading.tsx'
import { DeskPart } from '../DeskPart.tsx'
import { deskTexts } from '../deskTexts.ts'
import { PeopleList } from './PeopleList.tsx'

const STATES = ['all', 'active', 'locked', 'leaving'] as const

/** The page that searches people. The search is in the URL, so that operators can bookmark and share it. */
export function People() {
  const d = deskTexts()
  const [asked] = useSearchParams<{ q: string; state: string }>()
  const q = () => asked.q ?? ''
  const state = () => asked.state ?? ''
  return (
    <>
      <Heading title={d.people}>{d.people}</Heading>
      <SearchForm q={q()} state={state()} />
      <nav class="filters" aria-label={d.search.filter}>
        <For each={STATES}>
          {(name) => (
            <a
              href={addressOf(q(), name === 'all' ? '' : name)}
              aria-current={(state() || 'all') === name ? 'true' : undefined}
            >
              {d.search.states[name]}
            </a>
          )}
        </For>
      </nav>
      <Show when={JSON.stringify([q(), state()])} keyed>
        <DeskPart>
          <PeopleList q={q()} state={state()} />
        </DeskPart>
      </Show>
    </>
  )
}

/** The search starts when the operator has not typed for this long. */
const TYPED_MS = 200

function SearchForm(props: { q: string; state: string }) {
  const { search } = deskTexts()
  const navigate = useNavigate()
  let field: HTMLInputElement | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  // Not while the operator types: a search for the first letters must not overwrite the next ones.
  createEffect(() => {
    if (field && field !== document.activeElement) field.value = props.q
  })
  const find = (q: string) => {
    clearTimeout(timer)
    if (q !== props.q) navigate(pathOf(q, props.state), { replace: true, scroll: false })
  }
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    find(String(new FormData(event.currentTarget).get('q') ?? '').trim())
  }
  const type = (q: string) => {
    clearTimeout(timer)
    timer = setTimeout(() => find(q), TYPED_MS)
  }
  return (
    <search>
      <form class="search" action={at('/desk/people')} method="get" onSubmit={submit}>
        <div class="field">
          <label for="people-q">{search.label}</label>
          <input
            ref={field}
            id="people-q"
            name="q"
            type="search"
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            aria-describedby="people-hint"
            onInput={(event) => type(event.currentTarget.value.trim())}
          />
        </div>
        <Show when={props.state}>
          <input type="hidden" name="state" value={props.state} />
        </Show>
        <button type="submit" class="button secondary">
          {search.button}
        </button>
        <small id="people-hint">{search.hint}</small>
      </form>
    </search>
  )
}

function addressOf(q: string, state: string): string {
  return at(pathOf(q, state))
}

function pathOf(q: string, state: string): string {
  const query = new URLSearchParams({ ...(q && { q }), ...(state && { state }) }).toString()
  return `/desk/people${query && `?${query}`}`
}
