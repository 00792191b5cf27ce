import type { Context } from 'koa'
import { z } from 'zod'
import type { DeletionStep } from '../api.ts'
import { isStillListed, rotatedJobId } from '../connections/revokeGrant.ts'
import type { Job } from '../jobs/job.ts'
import { labelOf } from '../providers/labels.ts'
import type { Services } from '../services.ts'
import { sealedCookie } from '../sessions/sealedCookie.ts'
import type { Account } from '../store/account.ts'
import { erasureJobId } from './askSiteToErase.ts'
import type { Deletion } from './deleteAccount.ts'
import { farewellAddresses, farewellJobId, grantJobId } from './endAccount.ts'
import { stepsBefore } from './steps.ts'

/** Long enough to see how the deletion ends; afterwards nobody can ask any more. */
const VISIBLE_FOR_MS = 3_600_000

const ticketSchema = z.object({
  userId: z.string(),
  deletionId: z.string(),
  identities: z.array(z.object({ provider: z.string(), uid: z.string() })),
  /** How many farewells go out. */
  farewells: z.number(),
})

type Ticket = z.infer<typeof ticketSchema>

/** How a deletion goes on, for the browser that asked for it and no other: that one keeps a sealed ticket. */
export function createProgress(services: Services) {
  const { store, queue, site } = services
  const terms = { name: 'deletion', schema: ticketSchema, lifetimeMs: VISIBLE_FOR_MS }
  const cookie = sealedCookie(terms, services)

  return {
    /** Leaves the ticket with the browser. */
    async show(ctx: Context, { user, connections }: Account, { id, since }: Deletion): Promise<void> {
      const identities = connections.map(({ provider, uid }) => ({ provider, uid }))
      const farewells = farewellAddresses(user, since).length
      await cookie.leave(ctx, { userId: user.id, deletionId: id, identities, farewells })
    },

    /** The steps in order; null for a browser that has asked for no deletion lately. */
    async read(ctx: Context): Promise<DeletionStep[] | null> {
      const ticket = await cookie.read(ctx)
      if (!ticket) return null
      const ids = jobIdsOf(ticket)
      // Before the jobs: those that follow are in the queue as soon as the account is gone.
      const isLeaving = (await store.find({ id: ticket.userId })) !== undefined
      const jobs = await queue.findJobs([ids.erasure, ...ids.grants.flat(), ...ids.farewells])
      const own = isLeaving ? 'waiting' : 'done'
      const cleanUp = jobs.some(({ id }) => id === ids.erasure) ? 'done' : own
      const stateOf = (jobIds: readonly string[]) =>
        isLeaving ? own : worst(jobs.filter(({ id }) => jobIds.includes(id)).map(stepState))
      return [
        { what: 'sessions', provider: null, state: 'done' },
        ...stepsBefore(services).map(
          ({ what, asksReceiver }) =>
            ({ what, provider: null, state: asksReceiver ? own : cleanUp }) as const,
        ),
        { what: 'account', provider: null, state: own },
        ...ticket.identities.map(({ provider }, index) => ({
          what: 'grant' as const,
          provider: labelOf(provider, site.providers),
          state: stateOf(ids.grants[index] ?? []),
        })),
        ...(ticket.farewells > 0
          ? [{ what: 'farewell' as const, provider: null, state: stateOf(ids.farewells) }]
          : []),
      ]
    },
  }
}

function jobIdsOf({ deletionId, identities, farewells }: Ticket) {
  return {
    erasure: erasureJobId(deletionId),
    // While the progress is visible, tokens are rotated once at most: new ones live for hours.
    grants: identities.map((identity) => {
      const id = grantJobId(deletionId, identity)
      return [id, rotatedJobId(id)]
    }),
    farewells: Array.from({ length: farewells }, (_, index) => farewellJobId(deletionId, index)),
  }
}

function stepState(job: Job): DeletionStep['state'] {
  if (job.state !== 'dead') return 'waiting'
  return isStillListed(job) ? 'impossible' : 'failed'
}

/** The state of a step by those of its jobs. A job that is done is not in the queue any more. */
function worst(states: readonly DeletionStep['state'][]): DeletionStep['state'] {
  const order = ['failed', 'impossible', 'waiting'] as const
  return order.find((state) => states.includes(state)) ?? 'done'
}
