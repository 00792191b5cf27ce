import type { Context } from 'koa'
import { sealCredentials } from '../providers/credentials.ts'
import type { Provider } from '../providers/provider.ts'
import type { Services } from '../services.ts'
import { Conflict } from '../store/store.ts'
import type { Arrival } from './doors.ts'
import { type Beginning, runPipeline } from './pipeline.ts'
import { accountOf, commitWithSession } from './session.ts'

/** Enough for a crowd of one person's browsers; each round somebody gets through. */
const MAX_ROUNDS = 10

/**
 * Runs the pipeline for who arrived and commits what it decided. Returns the code of a refusal, or undefined when
 * the person is in. When somebody else's commit came in between, the pipeline decides anew.
 */
export async function completeSignIn(
  ctx: Context,
  { handshake, profile, credentials, provider }: Arrival & { provider: Provider },
  { site, store, config, sealer, now }: Services,
): Promise<string | undefined> {
  const { id, label } = provider
  const beginning: Beginning = {
    provider: { id, label },
    profile,
    credentials: await sealCredentials(credentials, { provider: id, uid: profile.uid }, sealer),
    currentUser: handshake.connectTo ? (accountOf(ctx)?.user ?? null) : null,
    now: new Date(now()).toISOString(),
  }
  let conflict: unknown
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    const outcome = await runPipeline(site.pipeline, beginning, { store, config })
    if ('refused' in outcome) {
      if (outcome.jobs.length > 0) await store.enqueue(outcome.jobs)
      return outcome.refused
    }
    try {
      await commitWithSession(ctx, outcome)
      return undefined
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
      conflict = error
    }
  }
  throw new Error(`the sign-in met a conflict ${MAX_ROUNDS} times`, { cause: conflict })
}
