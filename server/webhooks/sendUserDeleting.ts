import { RetryLater } from '../jobs/task.ts'
import type { Services } from '../services.ts'
import { tellReceiver } from './receiver.ts'

/** A receiver that is there but refuses is asked again after so long. */
const ASK_AGAIN_AFTER_MS = 60_000

/** The user who leaves, and since when (ISO 8601). `id` is the same on every try. */
export interface Leaving {
  id: string
  userId: string
  since: string
}

/**
 * Asks the site to erase what it keeps of the user. Resolves when it has acknowledged that. Throws `ServiceDown` or
 * `RetryLater` when it has not: there is no answer, 410 included, that makes an end of asking.
 */
export async function sendUserDeleting(
  { id, userId, since }: Leaving,
  services: Pick<Services, 'config' | 'log' | 'now'> & { signal: AbortSignal },
): Promise<void> {
  const body = { type: 'user.deleting', timestamp: since, data: { user: { id: userId } } } as const
  const outcome = await tellReceiver({ id, body }, services)
  if (outcome.kind === 'accepted') return
  const reason =
    outcome.kind === 'gone'
      ? 'the webhook receiver answered 410: deletions wait until the next start'
      : outcome.reason
  throw new RetryLater(reason, services.now() + ASK_AGAIN_AFTER_MS)
}
