import type { Patch, Step } from '../signin/pipeline.ts'
import { sendWelcomeEmail } from './sendWelcomeEmail.ts'
import { tweetOnJoin } from './tweetOnJoin.ts'

/**
 * The last step greets: a welcome mail for a new user with an address, and a tweet when a new user or a new association
 * comes through X: offered, or posted at once where the site vouches for the consent.
 */
export const welcomeNewUser: Step = (context, { config }) => {
  const { user, isNew } = context
  if (!user) return {}
  const userId = user.id
  const mails =
    isNew && user.email ? [sendWelcomeEmail.delay({ userId }, { key: `welcome:${userId}`, userId })] : []
  const tweet = tweetOf(context, config)
  return { ...tweet, jobs: [...mails, ...(tweet.jobs ?? [])] }
}

function tweetOf(
  { user, link, newAssociation, provider, now }: Parameters<Step>[0],
  { welcomeTweet, welcomeTweetConsent }: Parameters<Step>[1]['config'],
): Patch {
  if (!user || !link || !newAssociation || provider.id !== 'twitter' || welcomeTweet === null) return {}
  const { uid } = link
  if (welcomeTweetConsent === 'ask') return { user: { ...user, tweetOffer: { uid } } }
  const consent = { uid, text: welcomeTweet, at: now, basis: 'assumed' as const }
  return {
    user: { ...user, tweetConsents: [...user.tweetConsents, consent] },
    jobs: [tweetOnJoin.delay({ userId: user.id, uid }, { key: `tweet:${user.id}:${uid}`, userId: user.id })],
  }
}
