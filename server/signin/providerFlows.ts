import type { Context } from 'koa'
import { KoaPassport } from 'koa-passport'
import type { SignInError } from '../api.ts'
import { Problem } from '../http/problem.ts'
import { logOf } from '../http/requestLog.ts'
import { untilAborted, within } from '../jobs/aborting.ts'
import { applicationsOf } from '../providers/applications.ts'
import { contextOf } from '../providers/passport.ts'
import type { Application, Grant, HandshakeStore, Profile, Provider } from '../providers/provider.ts'
import type { Services } from '../services.ts'
import { accountOf } from '../sessions/signedIn.ts'
import { type Handshake, Handshakes, signInId } from './handshakes.ts'
import { isProfileFresh } from './isProfileFresh.ts'
import type { Intent } from './readIntent.ts'
import { reportFault } from './reportFault.ts'

/** The result of a successful callback. */
export interface Arrival {
  /** The sign-in's id in the log. */
  signIn: string
  handshake: Handshake
  profile: Profile
  credentials: Grant['credentials']
}

/** The OAuth flow of a configured provider. */
export interface ProviderFlow {
  provider: Provider
  /**
   * Redirects the browser to the provider. Throws when the provider refuses or cannot be reached; see
   * `reportFault`.
   */
  begin(ctx: Context, intent: Intent): Promise<void>
  /**
   * Reads the provider's redirect: the person, or the error and the account that the handshake names. The
   * provider is asked nothing before the handshake is verified.
   */
  readCallback(ctx: Context): Promise<Arrival | { error: SignInError; connectTo: string | null }>
}

/** Sets up passport with every configured provider. `of` throws `Problem` 404 for any other. */
export function createProviderFlows(services: Services): { of(id: string | undefined): ProviderFlow } {
  const { config, site } = services
  const passport = new KoaPassport()
  const handshakes = new Handshakes(services)
  const flows = applicationsOf(site.providers, config).map(({ provider, application }) => {
    const strategy = provider.strategy({
      ...application,
      handshakes: handshakeStore(provider.id, handshakes),
      asksToPost: config.welcomeTweet !== null,
      isProfileFresh: (uid) => isProfileFresh({ provider: provider.id, uid }, services),
      now: services.now,
    })
    passport.use(provider.id, strategy)
    return new PassportFlow(provider, { passport, handshakes, application, problems: services.problems })
  })
  return {
    of(id) {
      const flow = flows.find((candidate) => candidate.provider.id === id)
      if (!flow) throw new Problem(404, 'no-such-provider', (answers) => answers.http.noProvider)
      return flow
    },
  }
}

class PassportFlow implements ProviderFlow {
  readonly provider: Provider
  readonly #passport: KoaPassport
  readonly #handshakes: Handshakes
  readonly #application: Application
  readonly #problems: FlowParts['problems']

  constructor(provider: Provider, { passport, handshakes, application, problems }: FlowParts) {
    this.provider = provider
    this.#passport = passport
    this.#handshakes = handshakes
    this.#application = application
    this.#problems = problems
  }

  async begin(ctx: Context, { chooseAccount, isCrossSite, ...intent }: Intent): Promise<void> {
    ctx.state.handshake = intent
    // A strategy mistakes a query with `code` or `oauth_token` for a callback.
    ctx.querystring = ''
    const options = { session: false, chooseAccount, isCrossSite } as const
    await inTime(this.#passport.authenticate(this.provider.id, options)(ctx, noFurther))
  }

  async readCallback(ctx: Context): ReturnType<ProviderFlow['readCallback']> {
    const { id } = this.provider
    const { key, outcome, error: code } = this.provider.readCallback(ctx.query)
    const signIn = key && signInId(key)
    const handshake = key ? await this.#handshakes.take(ctx, { provider: id, key }) : undefined
    const isSamePerson = !handshake?.connectTo || handshake.connectTo === accountOf(ctx)?.user.id
    logOf(ctx).info({ signIn, provider: id, outcome }, 'back from the provider')
    if (outcome === 'failed' && !handshake) this.#warnOf(ctx, code)
    if (!signIn || !handshake || !isSamePerson) return { error: 'expired', connectTo: null }
    const { connectTo } = handshake
    if (outcome === 'cancelled') return { error: 'cancelled', connectTo }
    try {
      if (outcome === 'failed') throw this.#faultOf(code)
      ctx.state.handshake = handshake
      const { raw, credentials, refused } = await this.#exchange(ctx)
      if (refused)
        logOf(ctx).warn({ err: refused, signIn }, 'the sign-in goes on without what the provider refused')
      return { signIn, handshake, credentials, profile: this.provider.profile(raw) }
    } catch (error) {
      return { error: reportFault(ctx, error, { signIn, provider: id, problems: this.#problems }), connectTo }
    }
  }

  /**
   * Warns of an error code that arrives without its handshake: a provider on which another callback URL is
   * registered may redirect the browser to another host, which has no cookie. The request proves nothing,
   * because anybody can send it.
   */
  #warnOf(ctx: Context, code: string | undefined): void {
    const fault = code && this.provider.faultOf(code, this.#application)
    if (!fault) return
    logOf(ctx).warn(
      { provider: this.provider.id },
      `a callback without a sign-in, perhaps forged: ${fault.message}`,
    )
  }

  #faultOf(code: string | undefined): Error {
    const fault = code && this.provider.faultOf(code, this.#application)
    return fault || new Error(`the provider sent back: ${code?.slice(0, 100) ?? 'neither yes nor no'}`)
  }

  async #exchange(ctx: Context): Promise<Grant> {
    let grant: Grant | undefined
    const asking = this.#passport.authenticate(
      this.provider.id,
      { session: false },
      async (error: unknown, user: unknown, info: unknown) => {
        if (error) throw error
        if (!user) throw new Error('the strategy refused', { cause: info })
        grant = user as Grant
      },
    )(ctx, noFurther)
    await inTime(asking)
    if (!grant) throw new Error('the strategy ended without an answer')
    return grant
  }
}

interface FlowParts {
  passport: KoaPassport
  handshakes: Handshakes
  application: Application
  problems: Services['problems']
}

/** Gives the strategies access to the handshake of the current request. */
function handshakeStore(provider: string, handshakes: Handshakes): HandshakeStore {
  return {
    async begin(request, key, secret) {
      const ctx = contextOf(request)
      const { returnTo = null, connectTo = null } = underwayOf(ctx) ?? {}
      await handshakes.begin(ctx, { provider, key, secret, returnTo, connectTo })
      logOf(ctx).info({ signIn: signInId(key), provider, connects: connectTo !== null }, 'sign-in begun')
    },
    secretOf(request, key) {
      const handshake = underwayOf(contextOf(request))
      return handshake?.key === key ? handshake.secret : undefined
    },
  }
}

/**
 * The handshake that the request begins or completes. It is the state that `handshakeStore` reads and writes.
 */
function underwayOf(ctx: Context): Partial<Handshake> | undefined {
  return ctx.state.handshake
}

/**
 * A visitor waits at most this long, however many requests the provider gets. A stopping server
 * (LAST_ANSWERS_MS in http/httpServer.ts) can therefore still answer the last request.
 */
const ANSWER_WITHIN_MS = 8_500

function inTime(asking: Promise<unknown>): Promise<unknown> {
  return within(ANSWER_WITHIN_MS, (signal) => untilAborted(asking, signal))
}

async function noFurther(): Promise<void> {}
