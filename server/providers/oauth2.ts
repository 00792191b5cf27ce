import { randomBytes } from 'node:crypto'
import { Strategy as StandardStrategy, type VerifyCallback } from 'passport-oauth2'
import { examineOAuth2 } from './oauth2Examine.ts'
import { faultFor } from './oauth2Faults.ts'
import { clientOf, type OAuth2Parts, type Options } from './oauth2Parts.ts'
import { credentialsOf, readTokens, refresh, revokeByToken } from './oauth2Tokens.ts'
import { getJson, guardedOAuth2, mapTokenErrors, stateStore, type TokenAnswer } from './passport.ts'
import { type BeginOptions, type Grant, type Provider, type StrategySetup, single } from './provider.ts'
import { isRefusal, PersonRefused, ProviderRefused } from './providerErrors.ts'

/** Builds the provider from its own parts and from everything that OAuth 2.0 providers share. */
export function oauth2Provider(parts: OAuth2Parts): Provider {
  const { id, label, icon, settings, profile, avatarOrigins, grantsUrl } = parts
  return {
    ...{ id, label, icon, settings, profile, avatarOrigins, grantsUrl },
    faultOf: (code, application) => faultFor(parts, code, application),
    strategy: (setup) => createStrategy(parts, setup),
    readCallback(query) {
      const [error, key] = [single(query.error), single(query.state)]
      if (error === 'access_denied') return { key, outcome: 'cancelled' }
      if (single(query.code) && !query.error) return { key, outcome: 'granted' }
      return { key, outcome: 'failed', ...(error && { error }) }
    },
    examine: (application, signal) => examineOAuth2(parts, application, signal),
    refresh: (call) => refresh(parts, call),
    revoke: parts.revoke ?? ((call) => revokeByToken(parts, call)),
  }
}

function createStrategy(parts: OAuth2Parts, setup: StrategySetup): StandardStrategy {
  const { Strategy = StandardStrategy, chooseAccountParams } = parts
  const { api } = parts.urls(setup.settings)
  const strategy = new Strategy(
    optionsOf(parts, setup),
    (
      _access: string,
      _refresh: string | undefined,
      tokens: TokenAnswer,
      person: Person,
      done: VerifyCallback,
    ) => done(null, { ...person, credentials: credentialsOf(tokens, setup.now()) } satisfies Grant),
  )
  const client = guardedOAuth2(strategy, readTokens)
  strategy.authorizationParams = ({ chooseAccount, isCrossSite }: BeginOptions) =>
    chooseAccount || isCrossSite ? chooseAccountParams : {}
  strategy.userProfile = (accessToken, done) => {
    const read = (path: string) => getJson((answer) => client.get(api + path, accessToken, answer))
    readPerson(parts, read).then((person) => done(null, person), done)
  }
  mapTokenErrors(strategy, (error) => {
    const code = error instanceof ProviderRefused ? error.code : undefined
    return (code && faultFor(parts, code, setup)) || error
  })
  return strategy
}

function optionsOf(parts: OAuth2Parts, { settings, callbackUrl, handshakes }: StrategySetup): Options {
  const { authorize, token } = parts.urls(settings)
  const { client_id, client_secret } = clientOf(parts, settings)
  return {
    clientID: client_id,
    clientSecret: client_secret,
    authorizationURL: authorize,
    tokenURL: token,
    callbackURL: callbackUrl,
    scope: [...parts.scope],
    customHeaders: { 'User-Agent': 'Doorman' },
    store: stateStore(handshakes, () => randomBytes(32).toString('base64url')),
    pkce: true,
  }
}

type Person = Omit<Grant, 'credentials'>

async function readPerson(
  { label, readProfile }: OAuth2Parts,
  read: (path: string) => Promise<unknown>,
): Promise<Person> {
  let refused: Error | undefined
  const readIfAllowed = async (path: string) => {
    try {
      return await read(path)
    } catch (cause) {
      if (!isRefusal(cause)) throw cause
      refused = new Error(`${label} refused ${path}: ${cause.message}`, { cause })
      return undefined
    }
  }
  try {
    const raw = await readProfile({ read, readIfAllowed })
    return { raw, ...(refused && { refused }) }
  } catch (cause) {
    // The token was issued moments ago, so 403 concerns this person and not the application.
    if (!isRefusal(cause) || cause.status !== 403) throw cause
    throw new PersonRefused(`${label} does not let this person in: ${cause.message}`, { cause })
  }
}
