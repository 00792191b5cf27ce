import { randomBytes } from 'node:crypto'
import type { z } from 'zod'
import { type OwnSettings, settingsSchema } from './settingsSchema.ts'
import { isHttpUrl } from './settingValues.ts'
import { isParentDomain, type PublicUrl, publicUrlOf, type Webhook } from './siteSettings.ts'
import type { Identity } from './store/account.ts'

/** The settings of a provider. It is on when all of `required` are set. */
export interface ProviderSettings {
  required: readonly string[]
  /** Name and default. */
  optional: Readonly<Record<string, string>>
}

/** The settings from the environment, checked. */
export interface Config {
  host: string
  port: number
  /** The URL at which browsers reach Doorman, without a trailing slash; it may have a path. */
  publicUrl: string
  /** The origin of `publicUrl`. */
  origin: string
  /** The path of `publicUrl`: `/door`, or empty. */
  basePath: string
  /** The default target after signing in: a URL, or a path below the origin of `publicUrl`. */
  homeUrl: string
  /** Other origins to which `returnTo` may lead. */
  siteOrigins: readonly string[]
  /** The domain of the session cookie; null: only this host. */
  cookieDomain: string | null
  webhook: Webhook | null
  /** The identities that may open the desk. */
  operators: readonly Identity[]
  /** The tokens with which programs use the desk and read the metrics; null: not permitted. */
  operatorToken: string | null
  metricsToken: string | null
  isHttps: boolean
  isProduction: boolean
  /** The first one signs and seals; all of them verify and open. */
  secrets: string[]
  dataFile: string
  /** PostgreSQL instead of the data file. */
  databaseUrl: string | null
  /** The settings of each provider that is on, by provider id. */
  providers: ReadonlyMap<string, Readonly<Record<string, string>>>
  smtpUrl: string
  mailFrom: { name: string; address: string }
  siteName: string
  /** `#rrggbb` */
  accentColor: string
  /** An https URL, or a path on this host; null: none. */
  siteLogoUrl: string | null
  termsUrl: string | null
  privacyUrl: string | null
  /** Null: nothing is ever posted. */
  welcomeTweet: string | null
  welcomeTweetConsent: 'ask' | 'assumed'
  reminderAnswers: 'plain' | 'private'
  rateLimits: boolean
  /** Whether browsers must also use https for every host below that of PUBLIC_URL. */
  hstsSubdomains: boolean
  /** Whether every answered request is logged, not only those that failed or changed something. */
  accessLog: boolean
  /** The time after SIGTERM for which connections are still accepted while `/readyz` answers 503. */
  drainMs: number
  /** The addresses and CIDRs whose X-Forwarded-* headers count. */
  trustedProxies: string[]
  /** A session ends when it was not used for this long, */
  sessionIdleMs: number
  /** and when it is this old (ASVS 7.3). */
  sessionMaxMs: number
  /** The time for which audit events are kept. */
  auditMs: number
}

/** Lists every wrong or missing setting at once: one line each, beginning with its name. */
export class ConfigError extends Error {
  override name = 'ConfigError'
  readonly faults: string[]

  constructor(faults: string[]) {
    super(`Doorman cannot start with these settings:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
    this.faults = faults
  }
}

type Env = Readonly<Record<string, string | undefined>>
type ProviderNeeds = ReadonlyArray<{ id: string; settings: ProviderSettings }>

/**
 * Reads Doorman's and the providers' settings from `env`. An empty value counts as unset; an empty
 * WELCOME_TWEET turns the tweet off. Throws `ConfigError`.
 */
export function readConfig(env: Env, providers: ProviderNeeds): Config {
  const isProduction = env.NODE_ENV?.trim() === 'production'
  const faults: string[] = []
  const parsed = settingsSchema({ isProduction }).safeParse(withoutBlanks(env))
  if (!parsed.success) faults.push(...parsed.error.issues.map((issue) => faultOf(issue, env)))
  const enabled = readProviders(env, providers, faults)
  if (isProduction && enabled.size === 0) {
    const names = providers.flatMap((provider) => provider.settings.required)
    faults.push(`${names.join(', ')}: nobody can sign in; set those of at least one provider`)
  }
  faults.push(...faultsBetween(withoutBlanks(env), { isProduction }))
  faults.push(...operatorFaults(withoutBlanks(env), providers))
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults)

  return configOf(parsed.data, { env, isProduction, enabled })
}

const DAY_MS = 24 * 3_600_000

type Mode = Pick<Config, 'isProduction'>

interface Facts extends Mode {
  env: Env
  /** The settings of the providers that are on. */
  enabled: Config['providers']
}

function configOf(settings: OwnSettings, { env, isProduction, enabled }: Facts): Config {
  const { publicUrl, origin, basePath } = publicUrlFor(settings)
  const welcomeTweet = env.WELCOME_TWEET?.trim() ?? `Just joined ${settings.SITE_NAME}! ${publicUrl}`
  return {
    host: settings.HOST,
    port: settings.PORT,
    publicUrl,
    origin,
    basePath,
    homeUrl: settings.HOME_URL ?? `${publicUrl}/account`,
    siteOrigins: settings.SITE_ORIGINS,
    cookieDomain: settings.COOKIE_DOMAIN ?? null,
    webhook: webhookOf(settings),
    operators: settings.OPERATORS,
    operatorToken: settings.OPERATOR_TOKEN ?? null,
    metricsToken: settings.METRICS_TOKEN ?? null,
    isHttps: publicUrl.startsWith('https:'),
    isProduction,
    secrets: settings.SECRET ?? [randomBytes(32).toString('base64url')],
    dataFile: settings.DATA_FILE,
    databaseUrl: settings.DATABASE_URL ?? null,
    providers: enabled,
    smtpUrl: settings.SMTP_URL ?? 'smtp://localhost:1025',
    mailFrom: settings.MAIL_FROM ?? { name: settings.SITE_NAME, address: 'doorman@localhost' },
    siteName: settings.SITE_NAME,
    accentColor: settings.ACCENT_COLOR,
    siteLogoUrl: settings.SITE_LOGO_URL ?? null,
    termsUrl: settings.TERMS_URL ?? null,
    privacyUrl: settings.PRIVACY_URL ?? null,
    welcomeTweet: welcomeTweet === '' ? null : welcomeTweet,
    welcomeTweetConsent: settings.WELCOME_TWEET_CONSENT,
    reminderAnswers: settings.REMINDER_ANSWERS,
    rateLimits: settings.RATE_LIMITS === 'on',
    hstsSubdomains: settings.HSTS_SUBDOMAINS === 'on',
    accessLog: settings.ACCESS_LOG === 'on',
    drainMs: settings.DRAIN_SECONDS * 1_000,
    trustedProxies: settings.TRUSTED_PROXIES,
    sessionIdleMs: settings.SESSION_IDLE_DAYS * DAY_MS,
    sessionMaxMs: settings.SESSION_MAX_DAYS * DAY_MS,
    auditMs: settings.AUDIT_DAYS * DAY_MS,
  }
}

/** The names of all settings, including those of the providers. */
export function settingNames(providers: ProviderNeeds): string[] {
  const own = Object.keys(settingsSchema().shape)
  const ofProviders = providers.flatMap(({ settings }) => [
    ...settings.required,
    ...Object.keys(settings.optional),
  ])
  return [...own, ...ofProviders]
}

function publicUrlFor({ PUBLIC_URL, PORT }: Pick<OwnSettings, 'PUBLIC_URL' | 'PORT'>): PublicUrl {
  return PUBLIC_URL ?? publicUrlOf(new URL(`http://localhost:${PORT}`))
}

function webhookOf({ WEBHOOK_URL: url, WEBHOOK_SECRET: secrets }: OwnSettings): Webhook | null {
  return url && secrets ? { url, secrets } : null
}

/** Faults that concern two settings together. They are found even when other settings are wrong. */
function faultsBetween(env: Env, mode: Mode): string[] {
  const faults = cookieDomainFaults(env, mode)
  const { WEBHOOK_URL: url, WEBHOOK_SECRET: secret } = env
  if (url && !secret) faults.push('WEBHOOK_SECRET: is missing; WEBHOOK_URL needs it')
  if (secret && !url) faults.push('WEBHOOK_URL: is missing; WEBHOOK_SECRET is of no use without it')
  return faults
}

/** None when PUBLIC_URL or COOKIE_DOMAIN itself is wrong: that is reported already. */
function cookieDomainFaults(env: Env, { isProduction }: Mode): string[] {
  const names = { PUBLIC_URL: true, PORT: true, COOKIE_DOMAIN: true } as const
  const { data } = settingsSchema({ isProduction }).pick(names).safeParse(env)
  if (!data?.COOKIE_DOMAIN) return []
  const { hostname } = new URL(publicUrlFor(data).origin)
  if (isParentDomain(data.COOKIE_DOMAIN, hostname)) return []
  return [`COOKIE_DOMAIN: must be ${hostname} or a parent of it, as it is PUBLIC_URL's host`]
}

/** None when OPERATORS itself is wrong: that is reported already. */
function operatorFaults(env: Env, providers: ProviderNeeds): string[] {
  const known = providers.map(({ id }) => id)
  const operators = settingsSchema().pick({ OPERATORS: true }).safeParse(env).data?.OPERATORS ?? []
  const unknown = operators.map(({ provider }) => provider).filter((id) => !known.includes(id))
  if (unknown.length === 0) return []
  return [`OPERATORS: names ${unknown.join(', ')}, but the providers of this site are ${known.join(', ')}`]
}

/** Without blank values, and without blanks around the others: files of settings often have one at a line's end. */
function withoutBlanks(env: Env): Env {
  const trimmed = Object.entries(env).map(([name, value]) => [name, value?.trim()] as const)
  return Object.fromEntries(trimmed.filter(([, value]) => value !== ''))
}

function faultOf({ path: [name], message }: z.core.$ZodIssue, env: Env): string {
  const isMissing = (env[String(name)]?.trim() ?? '') === ''
  return `${String(name)}: ${isMissing ? 'is required in production' : message}`
}

function readProviders(env: Env, providers: ProviderNeeds, faults: string[]): Config['providers'] {
  const enabled = new Map<string, Record<string, string>>()
  for (const { id, settings } of providers) {
    const required = settings.required.map((name) => [name, env[name]?.trim() ?? ''] as const)
    const missing = required.filter(([, value]) => value === '').map(([name]) => name)
    const optional = Object.entries(settings.optional).map(
      ([name, byDefault]) => [name, env[name]?.trim() || byDefault] as const,
    )
    // Checked even when the provider is off: an operator who sets a URL wants to turn it on.
    for (const [name, value] of optional) {
      if (!isHttpUrl(value)) faults.push(`${name}: must be an http or https address`)
    }
    if (missing.length === required.length) continue
    for (const name of missing) faults.push(`${name}: is missing; ${id} needs it besides its other settings`)

    const addresses = optional.map(([name, value]) => [name, value.replace(/\/+$/, '')] as const)
    enabled.set(id, Object.fromEntries([...required, ...addresses]))
  }
  return enabled
}
