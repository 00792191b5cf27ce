import { z } from 'zod'
import {
  fitsInTweet,
  isDatabaseUrl,
  isHost,
  isHttpUrl,
  isLinkUrl,
  isPictureUrl,
  isSmtpUrl,
  MAX_TWEET_WEIGHT,
  toMailbox,
  toProxies,
  toSecrets,
} from './settingValues.ts'
import {
  isLongToken,
  toCookieDomain,
  toOperators,
  toOrigins,
  toPublicUrl,
  toWebhookSecrets,
} from './siteSettings.ts'

/** The checked values of Doorman's own settings, by name. */
export type OwnSettings = z.infer<ReturnType<typeof settingsSchema>>

const DRAIN_WORDS = 'must be a number of seconds, from 0 to 600'

function days(byDefault: number) {
  const words = 'must be a number of days, from 1 to 3650'
  return z.coerce.number(words).int(words).min(1, words).max(3650, words).default(byDefault)
}

function pictureUrl() {
  return z.string().refine(isPictureUrl, 'must be an https address or a path, such as /logo.svg').optional()
}

function linkUrl() {
  return z.string().refine(isLinkUrl, 'must be an http or https address or a path, such as /terms').optional()
}

/** The schema of Doorman's own settings, without those of the providers. Some are required in production only. */
export function settingsSchema({ isProduction = false } = {}) {
  const neededInProduction = <T extends z.ZodType>(schema: T) => (isProduction ? schema : schema.optional())
  return z.object({
    HOST: z.string().refine(isHost, 'must be an IP address or the name of a host').default('127.0.0.1'),
    PORT: z.coerce.number('must be a port number').int().min(1).max(65535).default(3000),
    PUBLIC_URL: neededInProduction(z.string().transform(toPublicUrl)),
    HOME_URL: z.string().refine(isHttpUrl, 'must be an http or https address').optional(),
    SITE_ORIGINS: z.string().default('').transform(toOrigins),
    COOKIE_DOMAIN: z.string().transform(toCookieDomain).optional(),
    WEBHOOK_URL: z.string().refine(isHttpUrl, 'must be an http or https address').optional(),
    WEBHOOK_SECRET: z.string().transform(toWebhookSecrets).optional(),
    OPERATORS: z.string().default('').transform(toOperators),
    OPERATOR_TOKEN: z.string().refine(isLongToken, 'must have at least 32 characters').optional(),
    METRICS_TOKEN: z.string().refine(isLongToken, 'must have at least 32 characters').optional(),
    SECRET: neededInProduction(z.string().transform(toSecrets)),
    DATA_FILE: z.string().default('data/doorman.json'),
    DATABASE_URL: z
      .string()
      .refine(
        isDatabaseUrl,
        'must look like postgres://user:pass@host:5432/name; in user and password write # as %23, / as %2F and ? as %3F',
      )
      .optional(),
    SMTP_URL: neededInProduction(z.string().refine(isSmtpUrl, 'must look like smtp://user:pass@host:port')),
    MAIL_FROM: neededInProduction(z.string().transform(toMailbox)),
    SITE_NAME: z
      .string()
      .max(60)
      .regex(/^\P{C}*$/u, 'must be one line')
      .default('Doorman'),
    ACCENT_COLOR: z
      .string()
      .regex(/^#[0-9a-fA-F]{6}$/, 'must look like #b4552d')
      .default('#b4552d'),
    SITE_LOGO_URL: pictureUrl(),
    TERMS_URL: linkUrl(),
    PRIVACY_URL: linkUrl(),
    WELCOME_TWEET: z
      .string()
      .refine(fitsInTweet, `must be at most ${MAX_TWEET_WEIGHT} characters as X counts them`)
      .optional(),
    WELCOME_TWEET_CONSENT: z.enum(['ask', 'assumed']).default('ask'),
    REMINDER_ANSWERS: z.enum(['plain', 'private']).default('plain'),
    RATE_LIMITS: z.enum(['on', 'off']).default('on'),
    HSTS_SUBDOMAINS: z.enum(['on', 'off']).default('off'),
    ACCESS_LOG: z.enum(['on', 'off']).default('off'),
    DRAIN_SECONDS: z.coerce.number(DRAIN_WORDS).min(0, DRAIN_WORDS).max(600, DRAIN_WORDS).default(1),
    TRUSTED_PROXIES: z.string().default('').transform(toProxies),
    SESSION_IDLE_DAYS: days(30),
    SESSION_MAX_DAYS: days(90),
    AUDIT_DAYS: days(90),
  })
}
