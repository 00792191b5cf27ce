import type { DeletionStep } from '../api.ts'
import { jobIdOf } from '../jobs/job.ts'
import type { Services } from '../services.ts'
import type { User } from '../store/account.ts'
import { sendUserDeleting } from '../webhooks/sendUserDeleting.ts'

/** A deletion that has begun, as its steps know it. */
export interface Begun {
  /** What the ids of its jobs and of its webhook derive from: see `jobIdOf`. */
  id: string
  user: User
  /** ISO 8601: `leavingSince`. */
  since: string
}

/** What the steps work with. */
export type StepServices = Pick<Services, 'site' | 'config' | 'log' | 'now'> & { signal: AbortSignal }

/** Something that must have succeeded before the account goes. After a failure or a crash it is done again. */
export interface StepBefore {
  what: Extract<DeletionStep['what'], 'site' | 'webhook'>
  /** Whether the step waits for the webhook receiver, for as long as that is down. */
  asksReceiver: boolean
  run(begun: Begun, services: StepServices): Promise<void>
}

/** The site's own clean-up failed; `cause` is what it threw. Nothing of ours has been deleted. */
export class CleanUpFailed extends Error {
  override name = 'CleanUpFailed'
}

const STEPS: readonly StepBefore[] = [
  {
    what: 'site',
    asksReceiver: false,
    async run({ user }, { site }) {
      try {
        await site.deleteObjectsForUser(user)
      } catch (cause) {
        throw new CleanUpFailed('the site’s own clean-up failed', { cause })
      }
    },
  },
  {
    what: 'webhook',
    asksReceiver: true,
    run: ({ id, user, since }, services) =>
      sendUserDeleting({ id: jobIdOf(id, 'user.deleting'), userId: user.id, since }, services),
  },
]

/** What must have succeeded before the account goes, in this order. Without WEBHOOK_URL there is no receiver to ask. */
export function stepsBefore({ config }: Pick<Services, 'config'>): readonly StepBefore[] {
  return STEPS.filter(({ asksReceiver }) => !asksReceiver || config.webhook !== null)
}
