import type { Context } from 'koa'
import type { Audit } from '../audit/audit.ts'
import { languageOf } from '../http/language.ts'
import { logOf } from '../http/requestLog.ts'
import { idsOf } from '../jobs/job.ts'
import { sealCredentials } from '../providers/credentials.ts'
import type { Provider } from '../providers/provider.ts'
import type { Services } from '../services.ts'
import { Conflict } from '../store/store.ts'
import type { Arrival } from './doors.ts'
import { pendingConnections } from './pendingConnection.ts'
import { type Beginning, runPipeline } from './pipeline.ts'
import { commitWithSession, whoIsSignedIn } from '../sessions/session.ts'

/** Enough for a crowd of one person's browsers; each round somebody gets through. */
const MAX_ROUNDS = 10

/** Who arrived, by which door, and whether for the account of who is signed in. */
type Arriving = Omit<Arrival, 'handshake'> & {
  handshake: Pick<Arrival['handshake'], 'connectTo'>
  provider: Provider
}

/**
 * Runs the pipeline for who arrived and commits what it decided. Returns the code of a refusal, or undefined when
 * the person is in. When somebody else's commit came in between, the pipeline decides anew.
 */
export async function completeSignIn(
  ctx: Context,
  { signIn, handshake, profile, credentials, provider }: Arriving,
  { services, audit }: { services: Services; audit: Audit },
): Promise<string | undefined> {
  const { site, store, config, sealer, now } = services
  const { id, label } = provider
  const beginning: Omit<Beginning, 'currentUser'> = {
    provider: { id, label },
    profile,
    credentials: await sealCredentials(credentials, { provider: id, uid: profile.uid }, sealer),
    language: languageOf(ctx),
    now: new Date(now()).toISOString(),
  }
  let conflict: unknown
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const currentUser = handshake.connectTo ? await whoIsSignedIn(ctx, services) : null
    // Gone while the provider was asked, by logout or deletion.
    if (handshake.connectTo && !currentUser) return 'expired'
    const outcome = await runPipeline(site.pipeline, { ...beginning, currentUser }, { store, config })
    if ('refused' in outcome) {
      if (outcome.jobs.length > 0) await store.enqueue(outcome.jobs)
      const { ownerId } = outcome
      if (ownerId)
        await pendingConnections(services).leave(ctx, { ownerId, provider: id, profile, credentials })
      return outcome.refused
    }
    try {
      const continuesSession = handshake.connectTo !== null
      const what = continuesSession && outcome.newAssociation ? 'connect' : 'sign-in'
      const event = audit.eventOf(ctx, { what, outcome: 'done', userId: outcome.link.userId, provider: id })
      await commitWithSession(ctx, { ...outcome, continuesSession, events: [event] })
      const { isNew } = outcome.user
      const user = outcome.link.userId
      const facts = { signIn, user, isNew, newAssociation: outcome.newAssociation }
      logOf(ctx).info({ ...facts, jobs: idsOf(outcome.jobs) }, 'signed in')
      return undefined
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
      conflict = error
    }
  }
  throw new Error(`the sign-in met a conflict ${MAX_ROUNDS} times`, { cause: conflict })
}
