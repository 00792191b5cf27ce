import { useAction, useSubmission } from '@solidjs/router'
import { createSignal, onMount, Show } from 'solid-js'
import type { Account } from '../../server/api.ts'
import { declineTweet, postTweet } from '../api.ts'
import { fill, t } from '../texts.ts'
import { Outcome } from '../ui/Outcome.tsx'
import type { countCharacters } from './countCharacters.ts'

/** From so many characters left on they are read out as one types. */
const COUNTED_ALOUD = 20

/** Offers to post on X, as long as that is on offer; then says what became of it. */
export function TweetOffer(props: { user: Account }) {
  const posting = useSubmission(postTweet)
  const declining = useSubmission(declineTweet)
  const outcome = () => posting.result ?? declining.result
  return (
    <Show
      when={props.user.tweetOffer}
      fallback={<Show when={outcome()}>{(text) => <Outcome text={text()} />}</Show>}
    >
      {(text) => <Offer text={text()} user={props.user} />}
    </Show>
  )
}

/** The exact text, to be changed, posted or declined. Nothing goes out before one says so. */
function Offer(props: { text: string; user: Account }) {
  // Offered is the identity connected last, and connections come oldest first.
  const from = () => props.user.connections.findLast(({ provider }) => provider === 'twitter')?.username
  return (
    <section class="card" aria-labelledby="tweet-offer">
      <h2 id="tweet-offer">{t.welcome.offer}</h2>
      <p>{from() ? fill(t.welcome.offerWhyAs, { name: from() ?? '' }) : t.welcome.offerWhy}</p>
      <Draft text={props.text} />
    </section>
  )
}

function Draft(props: { text: string }) {
  const [draft, setDraft] = createSignal(props.text)
  const weight = createWeight(draft)
  const posting = useSubmission(postTweet)
  const declining = useSubmission(declineTweet)
  const decline = useAction(declineTweet)
  const isBusy = () => Boolean(posting.pending || declining.pending)
  const refuse = () => {
    if (isBusy()) return
    posting.clear()
    // What goes wrong is shown below, from the submission.
    decline().catch(() => undefined)
  }
  const cannotPost = () => isBusy() || weight()?.isValid === false
  return (
    <form
      action={postTweet}
      method="post"
      class="form"
      onSubmit={(event) => (cannotPost() ? event.preventDefault() : declining.clear())}
    >
      <label for="tweet-text">{t.welcome.label}</label>
      <textarea
        id="tweet-text"
        name="text"
        rows="3"
        aria-describedby="tweet-count"
        aria-invalid={weight()?.isValid === false}
        value={draft()}
        onInput={(event) => setDraft(event.target.value)}
      />
      <p
        id="tweet-count"
        class="count"
        classList={{ over: (weight()?.left ?? 0) < 0 }}
        aria-live={(weight()?.left ?? Number.POSITIVE_INFINITY) > COUNTED_ALOUD ? 'off' : 'polite'}
      >
        {fill(t.welcome.left, { count: weight()?.left ?? '–' })}
      </p>
      <Show when={posting.error ?? declining.error}>{(error) => <p role="alert">{error().message}</p>}</Show>
      <div class="actions">
        {/* Never `disabled`: the focus would be lost. */}
        <button type="submit" class="button" aria-disabled={cannotPost()}>
          {posting.pending ? t.welcome.posting : t.welcome.post}
        </button>
        <button type="button" class="button secondary" aria-disabled={isBusy()} onClick={refuse}>
          {t.welcome.decline}
        </button>
      </div>
    </form>
  )
}

/** How long the text is by X's own count. The tables for it are loaded only for those who have an offer. */
function createWeight(text: () => string) {
  const [count, setCount] = createSignal<typeof countCharacters>()
  onMount(async () => {
    // Without them the server's own count must do.
    const tables = await import('./countCharacters.ts').catch(() => undefined)
    setCount(() => tables?.countCharacters)
  })
  return () => count()?.(text())
}
