import type { Strategy, StrategyOptions, VerifyFunction } from 'passport-oauth2'
import type { Application, Provider, Settings } from './provider.ts'

/** The parts in which one OAuth 2.0 provider differs from others. */
export interface OAuth2Parts
  extends Pick<Provider, 'id' | 'label' | 'icon' | 'profile' | 'avatarOrigins' | 'grantsUrl'> {
  /** The first two required settings are the client id and the client secret. */
  settings: Provider['settings'] & { required: readonly [string, string, ...string[]] }
  urls(settings: Settings): OAuth2Urls
  scope: readonly string[]
  /** The parameters that make the provider ask which account to use, such as `prompt=select_account`. */
  chooseAccountParams: Readonly<Record<string, string>>
  /** Reads the raw answers that `profile` converts. */
  readProfile(api: ProfileReader): Promise<unknown>
  /** The provider's own error codes, beyond those of RFC 6749, and their meanings. */
  errorCodes?: Readonly<Record<string, Meaning>>
  /** Checks the API as well as the token endpoint; see `Provider.examine`. */
  examineApi?(application: Application, signal: AbortSignal): Promise<void>
  /** Default: RFC 7009 at `urls.revoke`. */
  revoke?: Provider['revoke']
  /** Default: that of passport-oauth2. */
  Strategy?: new (
    options: Options,
    verify: VerifyFunction,
  ) => Strategy
}

/** passport-github2 has narrower types than the strategy that it extends. */
export type Options = StrategyOptions & { callbackURL: string; scope: string[] }

/** The addresses of an OAuth 2.0 provider. */
export interface OAuth2Urls {
  authorize: string
  token: string
  /** The base of the paths that `readProfile` reads. */
  api: string
  /** RFC 7009's revocation endpoint. */
  revoke?: string
  /** The page on which the operator changes the application. */
  applications: string
}

/**
 * Reads the provider's API for `readProfile`. Both functions throw `ProviderRefused`, or SyntaxError when the
 * answer is not JSON.
 */
export interface ProfileReader {
  read(path: string): Promise<unknown>
  /** Undefined where the provider refuses: an optional request must not make the sign-in fail. */
  readIfAllowed(path: string): Promise<unknown>
}

/** The cause of an error code: a part of the application's set-up, or the person. */
export type Meaning = 'callback' | 'client' | 'application' | 'scope' | 'person'

/** The client id and secret, as the provider's token endpoint expects them. */
export function clientOf({ settings: { required } }: OAuth2Parts, settings: Settings) {
  return { client_id: settings[required[0]] ?? '', client_secret: settings[required[1]] ?? '' }
}
