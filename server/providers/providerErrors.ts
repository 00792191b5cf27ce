import { z } from 'zod'

/** The operator needs the provider's words, but no token among them may reach the log. */
const TOKEN_LIKE = /[\w~+/=-]{16,}/g

/** Far longer than an error; the rest is ignored. */
const MAX_BODY = 2_000

/** The provider answered with an error: its status and the start of its body, for the operator's log. */
export class ProviderRefused extends Error {
  override name = 'ProviderRefused'
  readonly status: number
  /** The provider's own error code: RFC 6749's `error`, or the number that X sends. */
  readonly code: string | undefined
  /** Whether the same request may succeed later: the provider is down, or limits requests. */
  readonly isForNow: boolean

  constructor(status: number, body: unknown) {
    const text = String(body).slice(0, MAX_BODY)
    super(`the provider answered ${status}: ${text.replace(TOKEN_LIKE, '…').slice(0, 200)}`)
    this.status = status
    this.code = errorCodeIn(text)
    // GitHub also answers 403 to requests that come too fast; only its words tell the two apart.
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
  /** The kind of mistake, where the desk has its own text for it. */
  readonly about: 'callback' | 'clock' | undefined

  constructor(message: string, options: ErrorOptions & { about?: 'callback' | 'clock' } = {}) {
    super(message, options)
    this.about = options.about
  }
}

/** Whether the provider has answered and will refuse again, for this application or person. */
export function isRefusal(error: unknown): error is ProviderRefused {
  return error instanceof ProviderRefused && !error.isForNow
}

const jsonError = z.object({ error: z.string().max(60) }).transform(({ error }) => error)
const xErrors = z
  .object({ errors: z.array(z.object({ code: z.number().int() })).min(1) })
  .transform(({ errors }) => String(errors[0]?.code))

/** The error code in a body: JSON, a form (GitHub's default), or the XML of X's older endpoints. */
function errorCodeIn(text: string): string | undefined {
  const inXml = /<error code="(\d{1,6})"/.exec(text)?.[1]
  if (inXml) return inXml
  const parsed = z.union([xErrors, jsonError]).safeParse(fieldsOf(text))
  return parsed.success ? parsed.data : undefined
}

/** The fields of an answer: JSON, or a form from servers and proxies that ignore "Accept". */
export function fieldsOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return Object.fromEntries(new URLSearchParams(text))
  }
}
