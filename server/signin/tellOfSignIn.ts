import { isDeepStrictEqual } from 'node:util'
import type { Config } from '../config.ts'
import type { JobDescription } from '../jobs/job.ts'
import type { Account } from '../store/account.ts'
import { tellSite } from '../webhooks/sendWebhook.ts'
import { presentUser } from '../webhooks/webhookEvent.ts'
import type { SignInPlan } from './pipeline.ts'

/**
 * Jobs that tell the site how a sign-in changed the account; none when nothing visible changed. `at` is ISO
 * 8601.
 */
export function tellOfSignIn(
  { seen, account, newAssociation }: Pick<SignInPlan, 'seen' | 'account' | 'newAssociation'>,
  { config, at }: { config: Pick<Config, 'webhook'>; at: string },
): JobDescription[] {
  const told = { userId: account.user.id, at }
  if (!seen) return tellSite(config, 'user.created', told)
  if (newAssociation) return tellSite(config, 'user.connected', told)
  const isChanged = !isDeepStrictEqual(presentUser(seen), presentUser(account))
  return isChanged ? tellSite(config, 'user.updated', told) : []
}

/**
 * Jobs that tell the site that the session of `before`, the account that the browser was signed in to, ended
 * because the browser signed in to another account. None when the browser was signed out or stays with its
 * account.
 */
export function tellOfReplaced(
  before: Pick<Account, 'user'> | null,
  { user }: Pick<Account, 'user'>,
  { config, at }: { config: Pick<Config, 'webhook'>; at: string },
): JobDescription[] {
  if (before === null || before.user.id === user.id) return []
  return tellSite(config, 'session.ended', { userId: before.user.id, at, sessions: 1 })
}
