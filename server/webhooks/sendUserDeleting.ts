import { RetryLater } from '../jobs/task.ts'
import type { Services } from '../services.ts'
import { tellReceiver } from './receiver.ts'

/** The delay before a receiver that refused is asked again. */
const ASK_AGAIN_AFTER_MS = 60_000

/** The user who is being deleted, and since when (ISO 8601). `id` is the same on every try. */
interface Leaving {
  id: string
  userId: string
  since: string
}

/**
 * Asks the site to erase its data about the user. Resolves when the site has acknowledged that, else throws
 * `ServiceDown` or `RetryLater`: after any other answer, 410 included, it must be asked again.
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
