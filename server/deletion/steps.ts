import type { DeletionStep } from '../api.ts'
import { jobIdOf } from '../jobs/job.ts'
import type { Services } from '../services.ts'
import type { User } from '../store/account.ts'
import { sendUserDeleting } from '../webhooks/sendUserDeleting.ts'

/** A deletion that has begun, as its steps see it. */
interface Begun {
  /** The ids of its jobs and of its webhook derive from it: see `jobIdOf`. */
  id: string
  user: User
  /** ISO 8601: the user's `leavingSince`. */
  since: string
}

/** The dependencies of the steps. */
export type StepServices = Pick<Services, 'site' | 'config' | 'log' | 'now'> & { signal: AbortSignal }

/** A step that must succeed before the account is deleted. After a failure or a crash it runs again. */
export interface StepBefore {
  what: Extract<DeletionStep['what'], 'site' | 'webhook'>
  /** Whether the step asks the webhook receiver and waits while that is down. */
  asksReceiver: boolean
  run(begun: Begun, services: StepServices): Promise<void>
}

/** The site's own clean-up failed with the error in `cause`. None of our data has been deleted. */
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

/**
 * The steps that must succeed before the account is deleted, in order. Without WEBHOOK_URL there is no
 * receiver to ask.
 */
export function stepsBefore({ config }: Pick<Services, 'config'>): readonly StepBefore[] {
  return STEPS.filter(({ asksReceiver }) => !asksReceiver || config.webhook !== null)
}
