import { isDeepStrictEqual } from 'node:util'
import type { Config } from '../config.ts'
import type { JobDescription } from '../jobs/job.ts'
import { tellSite } from '../webhooks/sendWebhook.ts'
import { presentUser } from '../webhooks/webhookEvent.ts'
import type { SignInPlan } from './pipeline.ts'

/** Jobs that tell the site what a sign-in changes of the account: none for most. `at` is ISO 8601. */
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
