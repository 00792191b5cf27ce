import { type Logger, pino } from 'pino'

export type { Logger } from 'pino'

/** One JSON line an event on standard output; `pretty` for a person at a terminal. */
export function createLog(options: { pretty: boolean }): Logger {
  const pretty = { target: 'pino-pretty', options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss' } }
  return pino({
    base: null,
    serializers: { err: describe },
    ...(options.pretty ? { transport: pretty } : {}),
  })
}

/** What is told of an error. Not its other properties: libraries hang requests, tokens and addresses on them. */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const { name, message, stack, cause } = error
  const { code } = error as { code?: unknown }
  return { name, message, ...(code ? { code } : {}), stack, ...(cause ? { cause: describe(cause) } : {}) }
}
