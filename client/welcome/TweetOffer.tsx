import { createSignal, Show } from 'solid-js'
import { useAccountPage } from '../account/accountContext.ts'
import { createWrite } from '../createWrite.ts'
import { at } from '../site.ts'
import { fill, t } from '../texts.ts'
import { Banner } from '../ui/Banner.tsx'
import { Outcome } from '../ui/Outcome.tsx'
import { declineTweet, postTweet } from './api.ts'
import { createWeight } from './createWeight.ts'
import { TweetText } from './TweetText.tsx'

/** Offers to post on X, if the account has such an offer, and then shows the outcome. */
export function TweetOffer() {
  const { user } = useAccountPage()
  const [outcome, setOutcome] = createSignal<string>()
  // The offer is for the X identity that was connected last. Connections are sorted oldest first.
  const name = () => user().connections.findLast(({ provider }) => provider === 'twitter')?.username
  const why = () => (name() ? fill(t.welcome.offerWhyAs, { name: name() ?? '' }) : t.welcome.offerWhy)
  return (
    <Show
      when={user().tweetOffer}
      fallback={<Show when={outcome()}>{(text) => <Outcome text={text()} />}</Show>}
    >
      {(text) => (
        <Banner title={t.welcome.offer} text={why()}>
          <Draft text={text()} onDone={setOutcome} />
        </Banner>
      )}
    </Show>
  )
}

/** The form with the exact text of the post, which the person edits, posts or declines. */
function Draft(props: { text: string; onDone: (words: string) => void }) {
  const [draft, setDraft] = createSignal(props.text)
  const weight = createWeight(draft)
  const posting = createWrite(postTweet)
  const declining = createWrite(declineTweet)
  const isBusy = () => posting.isBusy() || declining.isBusy()
  const cannotPost = () => isBusy() || weight()?.isValid === false
  // Read now, because this form is removed before the answer arrives.
  const { onDone } = props
  const post = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    if (cannotPost()) return
    declining.forget()
    const words = await posting.run(new FormData(event.currentTarget))
    if (words) onDone(words)
  }
  const decline = async () => {
    if (isBusy()) return
    posting.forget()
    const words = await declining.run()
    if (words) onDone(words)
  }
  return (
    <form class="form" action={at('/api/welcome-tweet')} method="post" onSubmit={(event) => void post(event)}>
      <TweetText
        draft={draft()}
        weight={weight()}
        fault={posting.fault() ?? declining.fault()}
        onInput={setDraft}
      />
      <div class="actions">
        {/* Not `disabled`, because the button would lose the focus. */}
        <button type="submit" class="button" aria-disabled={cannotPost()}>
          {posting.isBusy() ? t.welcome.posting : t.welcome.post}
        </button>
        <button
          type="button"
          class="button secondary"
          aria-disabled={isBusy()}
          onClick={() => void decline()}
        >
          {t.welcome.decline}
        </button>
      </div>
    </form>
  )
}
