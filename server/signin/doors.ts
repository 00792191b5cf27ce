import type { Context } from 'koa'
import { KoaPassport } from 'koa-passport'
import type { SignInError } from '../api.ts'
import { Problem } from '../http/problem.ts'
import { logOf } from '../http/requestLog.ts'
import { untilAborted, within } from '../jobs/aborting.ts'
import { contextOf } from '../providers/passport.ts'
import type { Grant, HandshakeStore, Profile, Provider } from '../providers/provider.ts'
import type { Services } from '../services.ts'
import { accountOf } from '../sessions/signedIn.ts'
import { createHandshakes, type Handshake, type Handshakes, signInId } from './handshake.ts'

/** What a callback that went well brings. */
export interface Arrival {
  /** The sign-in's id in the log. */
  signIn: string
  handshake: Handshake
  profile: Profile
  credentials: Grant['credentials']
}

/** A provider that is configured, ready to sign people in. */
export interface OpenDoor {
  provider: Provider
  /** Sends the browser to the provider. Throws when the provider does not play along. */
  begin(ctx: Context, intent: Pick<Handshake, 'returnTo' | 'connectTo'>): Promise<void>
  /**
   * Who the provider sent back, or why nobody, and for whose account if that is certain. Nothing is asked of the
   * provider before the handshake is verified.
   */
  readCallback(ctx: Context): Promise<Arrival | { error: SignInError; connectTo: string | null }>
}

/** Sets passport up with every configured provider. `open` throws `Problem` 404 for any other. */
export function createDoors(services: Services): { open(id: string | undefined): OpenDoor } {
  const { config, site } = services
  const passport = new KoaPassport()
  const handshakes = createHandshakes(services)
  const doors = site.providers.flatMap((provider) => {
    const settings = config.providers.get(provider.id)
    if (!settings) return []
    const strategy = provider.strategy({
      settings,
      callbackUrl: `${config.publicUrl}/auth/${provider.id}/callback`,
      handshakes: handshakeStore(provider.id, handshakes),
      asksToPost: config.welcomeTweet !== null,
    })
    passport.use(provider.id, strategy)
    return [new PassportDoor(provider, { passport, handshakes })]
  })
  return {
    open(id) {
      const door = doors.find((candidate) => candidate.provider.id === id)
      if (!door) throw new Problem(404, 'no-such-provider', (answers) => answers.http.noDoor)
      return door
    },
  }
}

class PassportDoor implements OpenDoor {
  readonly provider: Provider
  readonly #passport: KoaPassport
  readonly #handshakes: Handshakes

  constructor(
    provider: Provider,
    { passport, handshakes }: { passport: KoaPassport; handshakes: Handshakes },
  ) {
    this.provider = provider
    this.#passport = passport
    this.#handshakes = handshakes
  }

  async begin(ctx: Context, intent: Pick<Handshake, 'returnTo' | 'connectTo'>): Promise<void> {
    ctx.state.handshake = intent
    // A strategy takes a query with `code` or `oauth_token` for a callback.
    ctx.querystring = ''
    await inTime(this.#passport.authenticate(this.provider.id, { session: false })(ctx, noFurther))
  }

  async readCallback(ctx: Context): ReturnType<OpenDoor['readCallback']> {
    const { id } = this.provider
    const { key, outcome } = this.provider.readCallback(ctx.query)
    const signIn = key && signInId(key)
    const handshake = key ? await this.#handshakes.take(ctx, { provider: id, key }) : undefined
    const isSamePerson = !handshake?.connectTo || handshake.connectTo === accountOf(ctx)?.user.id
    logOf(ctx).info({ signIn, provider: id, outcome }, 'back from the provider')
    if (!signIn || !handshake || !isSamePerson) return { error: 'expired', connectTo: null }
    const { connectTo } = handshake
    if (outcome === 'cancelled') return { error: 'cancelled', connectTo }
    try {
      if (outcome === 'failed')
        throw new Error(
          `the provider sent back: ${String(ctx.query.error ?? 'neither yes nor no').slice(0, 100)}`,
        )
      ctx.state.handshake = handshake
      const { raw, credentials } = await this.#exchange(ctx)
      return { signIn, handshake, credentials, profile: this.provider.profile(raw) }
    } catch (error) {
      logOf(ctx).error({ err: error, signIn }, 'the provider did not say who came')
      return { error: 'unavailable', connectTo }
    }
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

/** The strategies' way to the handshake of the request at hand. */
function handshakeStore(provider: string, handshakes: Handshakes): HandshakeStore {
  return {
    async begin(request, key, secret) {
      const ctx = contextOf(request)
      const { returnTo = '', connectTo = null } = underwayOf(ctx) ?? {}
      await handshakes.begin(ctx, { provider, key, secret, returnTo, connectTo })
      logOf(ctx).info({ signIn: signInId(key), provider, connects: connectTo !== null }, 'sign-in begun')
    },
    secretOf(request, key) {
      const handshake = underwayOf(contextOf(request))
      return handshake?.key === key ? handshake.secret : undefined
    },
  }
}

/** For the strategies: what their request begins, or has come back from. */
function underwayOf(ctx: Context): Partial<Handshake> | undefined {
  return ctx.state.handshake
}

/**
 * A visitor waits no longer than this, however many requests the provider gets, so that a server that is told to
 * stop (LAST_ANSWERS_MS in http/server.ts) can still answer the last request.
 */
const ANSWER_WITHIN_MS = 8_500

function inTime(asking: Promise<unknown>): Promise<unknown> {
  return within(ANSWER_WITHIN_MS, (signal) => untilAborted(asking, signal))
}

async function noFurther(): Promise<void> {}
