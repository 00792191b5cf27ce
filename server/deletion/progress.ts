import type { Context } from 'koa'
import { z } from 'zod'
import type { DeletionStep } from '../api.ts'
import { type Job, jobIdOf } from '../jobs/job.ts'
import type { Provider } from '../providers/provider.ts'
import type { Services } from '../services.ts'
import { sealedCookie } from '../sessions/sealedCookie.ts'
import type { UserWithLinks } from '../store/account.ts'

/** Long enough to look what has become of it; afterwards nobody can ask any more. */
const VISIBLE_FOR_MS = 3_600_000

const ticketSchema = z.object({
  userId: z.string(),
  deletionId: z.string(),
  identities: z.array(z.object({ provider: z.string(), uid: z.string() })),
  hasAddress: z.boolean(),
})

/** How a deletion goes on, for the browser that asked for it and no other: it takes a sealed ticket along. */
export function createProgress(services: Services) {
  const { store, site } = services
  const terms = { name: 'deletion', schema: ticketSchema, lifetimeMs: VISIBLE_FOR_MS }
  const cookie = sealedCookie(terms, services)

  return {
    /** Leaves the ticket with the browser. */
    async show(ctx: Context, { user, links }: UserWithLinks, deletionId: string): Promise<void> {
      const identities = links.map(({ provider, uid }) => ({ provider, uid }))
      await cookie.leave(ctx, { userId: user.id, deletionId, identities, hasAddress: user.email !== null })
    },

    /** The steps in order; null for a browser that has asked for no deletion lately. */
    async read(ctx: Context): Promise<DeletionStep[] | null> {
      const ticket = await cookie.read(ctx)
      if (!ticket) return null
      const { userId, deletionId, identities, hasAddress } = ticket
      const isLeaving = (await store.findLeaving(userId)) !== undefined
      const ids = [...identities.map(({ provider, uid }) => jobIdOf(deletionId, provider, uid))]
      const farewell = jobIdOf(deletionId, 'farewell')
      const jobs = await store.findJobs([...ids, farewell])
      const stateOf = (id: string) => (isLeaving ? 'waiting' : stepState(jobs.find((job) => job.id === id)))
      return [
        { what: 'sessions', provider: null, state: 'done' },
        { what: 'site', provider: null, state: isLeaving ? 'waiting' : 'done' },
        { what: 'account', provider: null, state: isLeaving ? 'waiting' : 'done' },
        ...identities.map(({ provider }, index) => ({
          what: 'grant' as const,
          provider: labelOf(provider, site.providers),
          state: stateOf(ids[index] ?? ''),
        })),
        ...(hasAddress ? [{ what: 'farewell' as const, provider: null, state: stateOf(farewell) }] : []),
      ]
    },
  }
}

/** A job that is done is there no more. */
function stepState(job: Job | undefined): DeletionStep['state'] {
  if (!job) return 'done'
  return job.state === 'dead' || job.state === 'parked' ? 'failed' : 'waiting'
}

function labelOf(provider: string, providers: readonly Provider[]): string {
  return providers.find(({ id }) => id === provider)?.label ?? provider
}
