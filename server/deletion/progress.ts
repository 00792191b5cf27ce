import type { Context } from 'koa'
import { z } from 'zod'
import type { DeletionStep } from '../api.ts'
import { isStillListed, rotatedJobId } from '../connections/revokeGrant.ts'
import type { Job } from '../jobs/job.ts'
import { labelOf } from '../providers/labels.ts'
import type { Services } from '../services.ts'
import { createSealedCookie } from '../sessions/sealedCookie.ts'
import type { Account } from '../store/account.ts'
import { erasureJobId } from './askSiteToErase.ts'
import type { Deletion } from './deleteAccount.ts'
import { farewellAddresses, farewellJobId, grantJobId } from './endAccount.ts'
import { stepsBefore } from './steps.ts'

/** Long enough to see how the deletion ends. */
const VISIBLE_FOR_MS = 3_600_000

const ticketSchema = z.object({
  userId: z.string(),
  deletionId: z.string(),
  identities: z.array(z.object({ provider: z.string(), uid: z.string() })),
  /** The number of farewells. */
  farewells: z.number(),
})

type Ticket = z.infer<typeof ticketSchema>

/**
 * The progress of a deletion. Only the browser that requested the deletion can read it, with a sealed ticket.
 */
export function createProgress(services: Services) {
  const { store, queue } = services
  const terms = { name: 'deletion', schema: ticketSchema, lifetimeMs: VISIBLE_FOR_MS }
  const cookie = createSealedCookie(terms, services)

  return {
    /** Stores the ticket in the browser. */
    async show(ctx: Context, { user, connections }: Account, { id, since }: Deletion): Promise<void> {
      const identities = connections.map(({ provider, uid }) => ({ provider, uid }))
      const farewells = farewellAddresses(user, since).length
      await cookie.set(ctx, { userId: user.id, deletionId: id, identities, farewells })
    },

    /** The steps in order; null in a browser that has requested no deletion lately. */
    async read(ctx: Context): Promise<DeletionStep[] | null> {
      const ticket = await cookie.read(ctx)
      if (!ticket) return null
      // Read before the jobs: once the account is gone, the jobs that follow are in the queue.
      const isLeaving = (await store.find({ id: ticket.userId })) !== undefined
      const ids = jobIdsOf(ticket)
      const jobs = await queue.findJobs([ids.erasure, ...ids.grants.flat(), ...ids.farewells])
      return stepsOf(ticket, { isLeaving, jobs }, services)
    },
  }
}

function stepsOf(
  ticket: Ticket,
  { isLeaving, jobs }: { isLeaving: boolean; jobs: readonly Job[] },
  services: Pick<Services, 'config' | 'site'>,
): DeletionStep[] {
  const ids = jobIdsOf(ticket)
  const own = isLeaving ? 'waiting' : 'done'
  const cleanUp = jobs.some(({ id }) => id === ids.erasure) ? 'done' : own
  const step = (what: DeletionStep['what'], state: DeletionStep['state'], provider: string | null = null) =>
    ({ what, provider, state }) satisfies DeletionStep
  const stateOf = (jobIds: readonly string[] = []) =>
    isLeaving ? own : worst(jobs.filter(({ id }) => jobIds.includes(id)).map(stepState))
  const grants = ticket.identities.map(({ provider }, index) =>
    step('grant', stateOf(ids.grants[index]), labelOf(provider, services.site.providers)),
  )
  return [
    step('sessions', 'done'),
    ...stepsBefore(services).map(({ what, asksReceiver }) => step(what, asksReceiver ? own : cleanUp)),
    step('account', own),
    ...grants,
    ...(ticket.farewells > 0 ? [step('farewell', stateOf(ids.farewells))] : []),
  ]
}

function jobIdsOf({ deletionId, identities, farewells }: Ticket) {
  return {
    erasure: erasureJobId(deletionId),
    // While the progress is visible, tokens are rotated at most once: new ones live for hours.
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

/** The state of a step from those of its jobs. A finished job is no longer in the queue. */
function worst(states: readonly DeletionStep['state'][]): DeletionStep['state'] {
  const order = ['failed', 'impossible', 'waiting'] as const
  return order.find((state) => states.includes(state)) ?? 'done'
}
