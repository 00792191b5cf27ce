import { useSubmission } from '@solidjs/router'
import { createResource, createSignal, Show } from 'solid-js'
import type { Account } from '../../server/api.ts'
import { declineTweet, postTweet } from '../api.ts'

/** Offers to post on X: the exact text, to be changed, posted or declined. Nothing goes out before one says so. */
export function TweetOffer(props: { text: string; user: Account }) {
  const [draft, setDraft] = createSignal(props.text)
  // X's own count needs its tables; they are loaded only for those who have an offer.
  const [count] = createResource(() => import('./countCharacters.ts'))
  const weight = () => count()?.countCharacters(draft())
  const posting = useSubmission(postTweet)
  const declining = useSubmission(declineTweet)
  const from = () => props.user.connections.find(({ provider }) => provider === 'twitter')?.username
  const isBusy = () => Boolean(posting.pending || declining.pending)
  return (
    <section class="card" aria-labelledby="tweet-offer">
      <h2 id="tweet-offer">Tell the world?</h2>
      <p>
        If you like, we post this on X{from() ? ` as @${from()}` : ''}, once, exactly as it stands here.
        Change it as you please.
      </p>
      <form action={postTweet} method="post" class="form">
        <label for="tweet-text">Your post</label>
        <textarea
          id="tweet-text"
          name="text"
          rows="3"
          value={draft()}
          onInput={(event) => setDraft(event.target.value)}
        />
        <p class="count" classList={{ over: (weight()?.left ?? 0) < 0 }} aria-live="polite">
          {weight()?.left ?? '–'} characters left
        </p>
        <Show when={posting.error ?? declining.error}>
          {(error) => <p role="alert">{error().message}</p>}
        </Show>
        <div class="actions">
          <button type="submit" class="button" disabled={isBusy() || !weight()?.isValid}>
            {posting.pending ? 'Posting…' : 'Post'}
          </button>
          <button
            type="submit"
            class="button secondary"
            formaction={declineTweet as unknown as string}
            disabled={isBusy()}
          >
            No thanks
          </button>
        </div>
      </form>
    </section>
  )
}
