import type { Context } from 'koa'
import { z } from 'zod'
import type { DeletionStep } from '../api.ts'
import { type Job, jobIdOf } from '../jobs/job.ts'
import type { Provider } from '../providers/provider.ts'
import { SealBroken } from '../seal.ts'
import type { Services } from '../services.ts'
import { cookieName, cookieOptions } from '../signin/cookie.ts'
import type { UserWithLinks } from '../user.ts'

/** Long enough to look what has become of it; afterwards nobody can ask any more. */
const VISIBLE_FOR_MS = 3_600_000

const PURPOSE = 'deletion'

const ticketSchema = z.object({
  userId: z.string(),
  deletionId: z.string(),
  identities: z.array(z.object({ provider: z.string(), uid: z.string() })),
  hasAddress: z.boolean(),
})

type Ticket = z.infer<typeof ticketSchema>

/** How a deletion goes on, for the browser that asked for it and no other: it takes a sealed ticket along. */
export function createProgress({ config, store, sealer, site, now }: Services) {
  const name = cookieName('deletion', config)
  const options = cookieOptions(config)

  async function ticketOf(ctx: Context): Promise<Ticket | undefined> {
    const sealed = ctx.cookies.get(name)
    if (!sealed) return undefined
    try {
      return ticketSchema.parse(JSON.parse(await sealer.open(sealed, PURPOSE)))
    } catch (error) {
      if (error instanceof SealBroken) return undefined
      throw error
    }
  }

  return {
    /** Leaves the ticket with the browser. */
    async show(ctx: Context, { user, links }: UserWithLinks, deletionId: string): Promise<void> {
      const identities = links.map(({ provider, uid }) => ({ provider, uid }))
      const ticket: Ticket = { userId: user.id, deletionId, identities, hasAddress: user.email !== null }
      const expiresAt = now() + VISIBLE_FOR_MS
      const sealed = await sealer.seal(JSON.stringify(ticket), { purpose: PURPOSE, expiresAt })
      ctx.cookies.set(name, sealed, { ...options, maxAge: VISIBLE_FOR_MS })
    },

    /** The steps in order; null for a browser that has asked for no deletion lately. */
    async read(ctx: Context): Promise<DeletionStep[] | null> {
      const ticket = await ticketOf(ctx)
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
