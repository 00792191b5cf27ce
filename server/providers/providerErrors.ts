import { z } from 'zod'

/** The operator needs the words, and nobody the tokens among them. */
const TOKEN_LIKE = /[\w~+/=-]{16,}/g

/** Far more than an error needs; the rest is not looked at. */
const MAX_BODY = 2_000

/** A provider that answered, but not with success: the status and its body, cut short, for the operator's log. */
export class ProviderRefused extends Error {
  override name = 'ProviderRefused'
  readonly status: number
  /** The provider's own code: RFC 6749's `error`, or the number that X gives. */
  readonly code: string | undefined
  /** Whether the same request may succeed later: the provider is down, or asks to slow down. */
  readonly isForNow: boolean

  constructor(status: number, body: unknown) {
    const text = String(body).slice(0, MAX_BODY)
    super(`the provider answered ${status}: ${text.replace(TOKEN_LIKE, '…').slice(0, 200)}`)
    this.status = status
    this.code = errorCodeIn(text)
    // GitHub answers 403 to requests that come too fast, and only its words tell it from a real refusal.
    this.isForNow =
      status < 400 || status >= 500 || [408, 425, 429].includes(status) || /rate limit/i.test(text)
  }
}

/** The provider does not let this person in: the account there is suspended, locked or blocked. */
export class PersonRefused extends Error {
  override name = 'PersonRefused'
}

/** The site's application is set up wrong at the provider. The message tells the operator what to change where. */
export class Misconfigured extends Error {
  override name = 'Misconfigured'
  /** What is wrong, where the desk has its own words for that. */
  readonly about: 'callback' | 'clock' | undefined

  constructor(message: string, options: ErrorOptions & { about?: 'callback' | 'clock' } = {}) {
    super(message, options)
    this.about = options.about
  }
}

/** Whether the provider has answered and will answer the same again: no, not for this application or person. */
export function isRefusal(error: unknown): error is ProviderRefused {
  return error instanceof ProviderRefused && !error.isForNow
}

const jsonError = z.object({ error: z.string().max(60) }).transform(({ error }) => error)
const xErrors = z
  .object({ errors: z.array(z.object({ code: z.number().int() })).min(1) })
  .transform(({ errors }) => String(errors[0]?.code))

/** The code in an error's body: JSON, a form (GitHub's default), or the XML of X's older endpoints. */
function errorCodeIn(text: string): string | undefined {
  const inXml = /<error code="(\d{1,6})"/.exec(text)?.[1]
  if (inXml) return inXml
  const parsed = z.union([xErrors, jsonError]).safeParse(fieldsOf(text))
  return parsed.success ? parsed.data : undefined
}

/** The fields of an answer: JSON or, from servers and proxies that overlook "Accept", a form. */
export function fieldsOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return Object.fromEntries(new URLSearchParams(text))
  }
}
