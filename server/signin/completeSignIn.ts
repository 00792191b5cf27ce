import type { Context } from 'koa'
import type { Audit } from '../audit/audit.ts'
import { languageOf } from '../http/language.ts'
import { logOf } from '../http/requestLog.ts'
import { idsOf } from '../jobs/job.ts'
import { sealCredentials } from '../providers/credentials.ts'
import type { Provider } from '../providers/provider.ts'
import type { Services } from '../services.ts'
import { keepSession, newSessionId } from '../sessions/sessions.ts'
import { visitOf, whoIsSignedIn } from '../sessions/signedIn.ts'
import { type Account, identityKey, type Session } from '../store/account.ts'
import { Conflict } from '../store/store.ts'
import { tellSite } from '../webhooks/sendWebhook.ts'
import { type Browser, decideSignIn, firstSignIn, type SignIn } from './decideSignIn.ts'
import { createLockReasons } from './lockReasons.ts'
import { createPendingConnections } from './pendingConnections.ts'
import { type Beginning, type Refusal, runPipeline, type SignInPlan } from './pipeline.ts'
import type { Arrival } from './providerFlows.ts'
import { tellOfReplaced, tellOfSignIn } from './tellOfSignIn.ts'

/** Enough for many simultaneous sign-ins of one person: one of them succeeds in each round. */
const MAX_ROUNDS = 10

/** The person whom a provider sent back, and the purpose of the sign-in. */
type Arriving = Omit<Arrival, 'handshake'> & {
  handshake: Pick<Arrival['handshake'], 'connectTo' | 'begunAt'>
  provider: Provider
}

interface Needs {
  services: Services
  audit: Audit
}

/**
 * Runs the pipeline for the person and commits its plan. Returns the code of a refusal, or undefined when the
 * person is signed in. After a conflict with another commit the pipeline runs again, at most MAX_ROUNDS
 * times.
 */
export async function completeSignIn(
  ctx: Context,
  arriving: Arriving,
  needs: Needs,
): Promise<string | undefined> {
  const beginning = await beginningOf(ctx, arriving, needs)
  let conflict: unknown
  for (let round = 1; round <= MAX_ROUNDS; round++) {
    try {
      return await attemptSignIn(ctx, { arriving, beginning }, needs)
    } catch (error) {
      if (!(error instanceof Conflict)) throw error
      conflict = error
    }
  }
  throw new Error(`the sign-in met a conflict ${MAX_ROUNDS} times`, { cause: conflict })
}

type KnownAtFirst = Omit<Beginning, 'currentAccount'>

async function beginningOf(
  ctx: Context,
  { profile, credentials, provider: { id, label } }: Arriving,
  { services: { sealer, now } }: Needs,
): Promise<KnownAtFirst> {
  return {
    provider: { id, label },
    profile,
    credentials: await sealCredentials(credentials, { provider: id, uid: profile.uid }, sealer),
    language: languageOf(ctx),
    now: new Date(now()).toISOString(),
  }
}

/**
 * Runs the pipeline once and commits its plan. Throws `Conflict` when another commit changed the account or
 * took the name or address first.
 */
async function attemptSignIn(
  ctx: Context,
  { arriving, beginning }: { arriving: Arriving; beginning: KnownAtFirst },
  needs: Needs,
): Promise<string | undefined> {
  const { site, store, config, sealer } = needs.services
  const { connectTo } = arriving.handshake
  const currentAccount = connectTo === null ? null : await accountToConnect(ctx, connectTo, needs.services)
  // The person signed out or deleted the account while they were at the provider.
  if (connectTo !== null && !currentAccount) return 'expired'
  const tools = { store, config, fingerprint: (text: string) => sealer.fingerprint(text) }
  const outcome = await runPipeline(site.pipeline, { ...beginning, currentAccount }, tools)
  // A known identity of a stored account creates nothing, so its tombstone does not matter.
  const isKnown = !('refused' in outcome || outcome.isNew || outcome.newAssociation)
  if (!isKnown && (await isOvertaken(arriving, needs.services))) return 'expired'
  if ('refused' in outcome) return turnAway(ctx, { outcome, arriving }, needs.services)
  await commit(ctx, { plan: outcome, arriving, beginning }, needs)
  return undefined
}

async function accountToConnect(ctx: Context, userId: string, services: Services): Promise<Account | null> {
  const current = await whoIsSignedIn(ctx, services)
  return current?.user.id === userId ? { user: current.user, connections: current.connections } : null
}

/**
 * Whether the account of this identity was deleted after the handshake began: such a sign-in must not create
 * the account again. Checked after the steps have run, so that it also sees a deletion that finished while
 * they ran.
 */
async function isOvertaken(
  { provider, profile, handshake }: Arriving,
  { store, sealer }: Pick<Services, 'store' | 'sealer'>,
): Promise<boolean> {
  const identity = identityKey({ provider: provider.id, uid: profile.uid })
  const tombstone = await store.findTombstone(sealer.fingerprint(identity))
  return tombstone !== undefined && Date.parse(tombstone.deletedAt) >= handshake.begunAt
}

async function turnAway(
  ctx: Context,
  { outcome, arriving }: { outcome: Refusal; arriving: Arriving },
  services: Services,
): Promise<string> {
  const { refused, jobs, ownerId } = outcome
  if (jobs.length > 0) await services.queue.add(jobs)
  const { profile, credentials, provider } = arriving
  if (refused === 'locked') {
    const owner = await services.store.find({ provider: provider.id, uid: profile.uid })
    if (owner) await createLockReasons(services).set(ctx, owner.user.id)
  }
  if (ownerId) {
    await createPendingConnections(services).set(ctx, {
      ownerId,
      provider: provider.id,
      profile,
      credentials,
    })
  }
  return refused
}

async function commit(
  ctx: Context,
  { plan, arriving, beginning }: { plan: SignInPlan; arriving: Arriving; beginning: KnownAtFirst },
  { services, audit }: Needs,
): Promise<void> {
  const { account, isNew, newAssociation, jobs } = plan
  const userId = account.user.id
  const connects = arriving.handshake.connectTo !== null
  const what = connects && newAssociation ? 'connect' : 'sign-in'
  const events = [audit.eventOf(ctx, { what, outcome: 'done', userId, provider: arriving.provider.id })]
  const { cookie, ...ids } = newSessionId(ctx)
  const network = audit.originOf(ctx)
  const { idHash: replaces, signedIn: before } = visitOf(ctx)
  const browser: Browser = { ...ids, network, replaces, connects, now: Date.parse(beginning.now) }
  const { config } = services
  const at = beginning.now
  const told = [...tellOfSignIn(plan, { config, at }), ...tellOfReplaced(before, account, { config, at })]
  const signIn: SignIn = {
    plan: { ...plan, jobs: [...jobs, ...told] },
    browser,
    limits: config,
    events,
    tellOfEnded: (sessions) => tellSite(config, 'session.ended', { userId, at, sessions }),
  }
  const session = await keep(signIn, services)
  keepSession(ctx, { cookie, session }, services)
  if (isNew) services.metrics.account('new')
  const facts = { signIn: arriving.signIn, user: userId, isNew, newAssociation }
  logOf(ctx).info({ ...facts, jobs: idsOf(signIn.plan.jobs) }, 'signed in')
}

/** Stores the account and the session in one commit. Throws `Conflict`. */
async function keep(signIn: SignIn, { store }: Pick<Services, 'store'>): Promise<Session> {
  const { account, seen } = signIn.plan
  if (!seen) {
    const consequences = firstSignIn(signIn)
    await store.create(account, consequences)
    return consequences.begins
  }
  const session = await store.change(account.user.id, (state) => decideSignIn(state, signIn))
  if (!session) throw new Conflict('the account was deleted during the sign-in')
  return session
}
