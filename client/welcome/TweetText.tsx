import { Show } from 'solid-js'
import type { ServerFault } from '../ask.ts'
import { fill, t } from '../texts.ts'
import type { Weight } from './createWeight.ts'

/** From this many characters left on, the count is read out while one types. */
const COUNTED_ALOUD = 20

/** The text of a post, with how much of it X allows. */
export function TweetText(props: {
  draft: string
  weight: Weight | undefined
  fault: ServerFault | undefined
  onInput: (draft: string) => void
}) {
  const left = () => props.weight?.left ?? Number.POSITIVE_INFINITY
  const count = () =>
    left() < 0
      ? fill(t.welcome.tooMany, { count: -left() })
      : fill(t.welcome.left, { count: props.weight?.left ?? '–' })
  return (
    <div class="field">
      <label for="tweet-text">{t.welcome.label}</label>
      <Show when={props.fault}>
        {(fault) => (
          <p id="tweet-fault" role="alert">
            {fault().message}
          </p>
        )}
      </Show>
      <textarea
        id="tweet-text"
        name="text"
        rows="3"
        aria-describedby={props.fault ? 'tweet-fault tweet-count' : 'tweet-count'}
        aria-invalid={props.weight?.isValid === false}
        value={props.draft}
        onInput={(event) => props.onInput(event.target.value)}
      />
      <p
        id="tweet-count"
        class="count"
        classList={{ over: left() < 0 }}
        aria-live={left() > COUNTED_ALOUD ? 'off' : 'polite'}
      >
        {count()}
      </p>
    </div>
  )
}
