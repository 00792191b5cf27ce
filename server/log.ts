import { type Logger, pino } from 'pino'
import { withoutAddresses } from './address.ts'

export type { Logger } from 'pino'

/** One JSON line an event on standard output; `pretty` for a person at a terminal. */
export function createLog(options: { pretty: boolean }): Logger {
  const pretty = { target: 'pino-pretty', options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss' } }
  const terms = { base: null, serializers: { err: describe } }
  return pino(options.pretty ? { ...terms, transport: pretty } : terms)
}

/** What is told of an error. Not its other properties: libraries hang requests, tokens and addresses on them. */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { message: withoutAddresses(String(error)) }
  const { name, message, stack = '', cause } = error
  const { code } = error as { code?: unknown }
  const words = { name, message: withoutAddresses(message), stack: withoutAddresses(stack) }
  return { ...words, ...(code ? { code } : {}), ...(cause ? { cause: describe(cause) } : {}) }
}
