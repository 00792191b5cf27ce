import { Show } from 'solid-js'
import type { ServerFault } from '../ask.ts'
import { fill, t } from '../texts.ts'
import type { Weight } from './createWeight.ts'

/** Screen readers read the count while the person types when at most this many characters are left. */
const COUNTED_ALOUD = 20

/** The field for the text of a post, with the number of characters that X still allows. */
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
