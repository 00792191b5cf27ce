import { type Logger, pino } from 'pino'
import { withoutAddresses } from './address.ts'
import { createLogOutput } from './logOutput.ts'

export type { Logger } from 'pino'

/** The log, and how it ends. */
export interface OpenLog {
  log: Logger
  /** Waits until the reader has taken all lines, at most for `limitMs`: a reader that stalls does not stop the end. */
  flush(limitMs: number): Promise<void>
}

/** Only the log's own options; no process id and no host name in the lines. */
const TERMS = { base: null, serializers: { err: describe } }

/** One JSON line for each event on standard output; `pretty` for a person at a terminal. */
export function openLog({ pretty }: { pretty: boolean }): OpenLog {
  if (pretty) {
    const options = { ignore: 'pid,hostname', translateTime: 'HH:MM:ss' }
    return { log: pino({ ...TERMS, transport: { target: 'pino-pretty', options } }), flush: async () => {} }
  }
  // Reading `process.stdout` makes a pipe non-blocking, which the output needs.
  const output = createLogOutput({ fd: process.stdout.fd, onCaughtUp })
  const log = pino(TERMS, output)
  process.once('exit', output.flushNow)
  function onCaughtUp(dropped: number): void {
    log.warn({ dropped }, 'log lines were dropped: their reader was too slow')
  }
  return { log, flush: output.flush }
}

/**
 * Describes an error for the log. Its other properties are left out: libraries put requests, tokens and addresses on
 * them.
 */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { message: withoutAddresses(String(error)) }
  const { name, message, stack = '', cause } = error
  const { code } = error as { code?: unknown }
  const words = { name, message: withoutAddresses(message), stack: withoutAddresses(stack) }
  return { ...words, ...(code ? { code } : {}), ...(cause ? { cause: describe(cause) } : {}) }
}
