import type { Strategy, StrategyOptions, VerifyFunction } from 'passport-oauth2'
import type { Application, Provider, Settings } from './provider.ts'

/** What is special about one OAuth 2.0 provider. */
export interface OAuth2Parts
  extends Pick<Provider, 'id' | 'label' | 'icon' | 'profile' | 'avatarOrigins' | 'grantsUrl'> {
  /** The first two required settings are the client id and the client secret. */
  settings: Provider['settings'] & { required: readonly [string, string, ...string[]] }
  urls(settings: Settings): OAuth2Urls
  scope: readonly string[]
  /** What makes the provider's page ask which account to use, as `prompt=select_account`. */
  chooseAccountParams: Readonly<Record<string, string>>
  /** Reads what `profile` gets. */
  readProfile(api: ProfileReader): Promise<unknown>
  /** Error codes of the provider's own, beyond those of RFC 6749, and what each means. */
  errorCodes?: Readonly<Record<string, Meaning>>
  /** Looks at the API besides the token endpoint; see `Provider.examine`. */
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

/** Where an OAuth 2.0 provider is. */
export interface OAuth2Urls {
  authorize: string
  token: string
  /** The paths of `readProfile` lie below it. */
  api: string
  /** RFC 7009's revocation endpoint. */
  revoke?: string
  /** The page on which the operator changes the application. */
  applications: string
}

/** What `readProfile` asks the provider with. Both throw `ProviderRefused`, or SyntaxError for what is not JSON. */
export interface ProfileReader {
  read(path: string): Promise<unknown>
  /** Undefined where the provider refuses: an additional request must not cost the sign-in. */
  readIfAllowed(path: string): Promise<unknown>
}

/** What an error code says is wrong: which part of the application's set-up, or the person. */
export type Meaning = 'callback' | 'client' | 'application' | 'scope' | 'person'

/** How the application names itself to the provider. */
export function clientOf({ settings: { required } }: OAuth2Parts, settings: Settings) {
  return { client_id: settings[required[0]] ?? '', client_secret: settings[required[1]] ?? '' }
}
