import type { DeletionStep } from '../api.ts'
import type { Services } from '../services.ts'
import type { User } from '../store/account.ts'

/** Something that must have succeeded before the account goes. After a failure or a crash it is done again. */
export interface StepBefore {
  what: Extract<DeletionStep['what'], 'site'>
  run(user: User, services: Pick<Services, 'site'>): Promise<void>
}

/** The site's own clean-up failed; `cause` is what it threw. Nothing of ours has been deleted. */
export class CleanUpFailed extends Error {
  override name = 'CleanUpFailed'
}

/** What must have succeeded before the account goes, in this order. */
export const STEPS_BEFORE: readonly StepBefore[] = [
  {
    what: 'site',
    async run(user, { site }) {
      try {
        await site.deleteObjectsForUser(user)
      } catch (cause) {
        throw new CleanUpFailed('the site’s own clean-up failed', { cause })
      }
    },
  },
]
