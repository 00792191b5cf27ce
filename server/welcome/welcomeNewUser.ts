import type { JobDescription } from '../jobs/job.ts'
import type { Patch, Step } from '../signin/pipeline.ts'
import type { User } from '../store/account.ts'
import { consentOf, consentTo } from './consent.ts'
import { sendWelcomeEmail } from './sendWelcomeEmail.ts'
import { jobToPost } from './tweetOnJoin.ts'

/**
 * The last step: a welcome mail once the user has an address, and a tweet when a new user or a new
 * association comes through X. The tweet is offered, or posted at once with WELCOME_TWEET_CONSENT=assumed.
 */
export const welcomeNewUser: Step = (context, { config }) => {
  if (!context.user) return {}
  const welcome = welcomeByMail(context.user, context.now)
  const tweet = tweetOf({ ...context, user: welcome.user }, config)
  return { user: tweet.user ?? welcome.user, jobs: [...welcome.jobs, ...(tweet.jobs ?? [])] }
}

/** The welcome mail, if the user has an address and was never sent one; `now` is ISO 8601. */
export function welcomeByMail(user: User, now: string): { user: User; jobs: JobDescription[] } {
  if (user.email === null || user.welcomedAt !== null) return { user, jobs: [] }
  const userId = user.id
  const job = sendWelcomeEmail.delay({ userId }, { key: userId, userId })
  return { user: { ...user, welcomedAt: now }, jobs: [job] }
}

type Arrival = Parameters<Step>[0] & { user: User }

function tweetOf(
  { user, connection, newAssociation, provider, now }: Arrival,
  { welcomeTweet, welcomeTweetConsent }: Parameters<Step>[1]['config'],
): Patch {
  if (!connection || !newAssociation || provider.id !== 'twitter' || welcomeTweet === null) return {}
  const { uid } = connection
  // Connecting a disconnected identity again does not cause another post.
  if (consentOf(user, uid)) return {}
  if (welcomeTweetConsent === 'ask') return { user: { ...user, tweetOffer: { uid } } }
  const consent = consentTo(welcomeTweet, { uid, at: now, basis: 'assumed' })
  return {
    user: { ...user, tweetConsents: [...user.tweetConsents, consent] },
    jobs: [jobToPost(user.id, consent)],
  }
}
