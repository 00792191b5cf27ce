import type { JobDescription } from '../jobs/job.ts'
import type { Patch, Step } from '../signin/pipeline.ts'
import type { User } from '../store/account.ts'
import { consentTo, tweetKey } from './consent.ts'
import { sendWelcomeEmail } from './sendWelcomeEmail.ts'
import { tweetOnJoin } from './tweetOnJoin.ts'

/**
 * The last step greets: a welcome mail once there is an address, and a tweet when a new user or a new association
 * comes through X: offered, or posted at once where the site vouches for the consent.
 */
export const welcomeNewUser: Step = (context, { config }) => {
  if (!context.user) return {}
  const welcome = welcomeByMail(context.user, context.now)
  const tweet = tweetOf({ ...context, user: welcome.user }, config)
  return { user: tweet.user ?? welcome.user, jobs: [...welcome.jobs, ...(tweet.jobs ?? [])] }
}

/** The one welcome mail, if there is an address and it has not gone out; `now` is ISO 8601. */
export function welcomeByMail(user: User, now: string): { user: User; jobs: JobDescription[] } {
  if (!user.email || user.welcomedAt !== null) return { user, jobs: [] }
  const userId = user.id
  const job = sendWelcomeEmail.delay({ userId }, { key: `welcome:${userId}`, userId })
  return { user: { ...user, welcomedAt: now }, jobs: [job] }
}

type Arrival = Parameters<Step>[0] & { user: User }

function tweetOf(
  { user, link, newAssociation, provider, now }: Arrival,
  { welcomeTweet, welcomeTweetConsent }: Parameters<Step>[1]['config'],
): Patch {
  if (!link || !newAssociation || provider.id !== 'twitter' || welcomeTweet === null) return {}
  const { uid } = link
  // Connecting once more what was disconnected is no reason to post once more.
  if (user.tweetConsents.some((consent) => consent.uid === uid)) return {}
  if (welcomeTweetConsent === 'ask') return { user: { ...user, tweetOffer: { uid } } }
  const consent = consentTo(welcomeTweet, { uid, at: now, basis: 'assumed' })
  return {
    user: { ...user, tweetConsents: [...user.tweetConsents, consent] },
    jobs: [tweetOnJoin.delay({ userId: user.id, uid }, { key: tweetKey(user.id, uid), userId: user.id })],
  }
}
