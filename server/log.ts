import { type Logger, pino } from 'pino'
import { withoutAddresses } from './address.ts'
import { LogOutput } from './logOutput.ts'

export type { Logger } from 'pino'

/** The log, and the function that flushes it at the end. */
interface OpenLog {
  log: Logger
  /** Waits until the reader has taken all lines, at most `limitMs`, because the reader may have stalled. */
  flush(limitMs: number): Promise<void>
}

/** No process id and no host name in the lines. */
const TERMS = { base: null, serializers: { err: describe } }

/** Logs one JSON line per event to standard output; `pretty` formats them for a person at a terminal. */
export function openLog({ pretty }: { pretty: boolean }): OpenLog {
  if (pretty) {
    const options = { ignore: 'pid,hostname', translateTime: 'HH:MM:ss' }
    return { log: pino({ ...TERMS, transport: { target: 'pino-pretty', options } }), flush: async () => {} }
  }
  // Reading `process.stdout` makes a pipe non-blocking, which `LogOutput` requires.
  const output = new LogOutput({ fd: process.stdout.fd, onCaughtUp })
  const log = pino(TERMS, output)
  process.once('exit', () => output.flushNow())
  function onCaughtUp(dropped: number): void {
    log.warn({ dropped }, 'log lines were dropped: their reader was too slow')
  }
  return { log, flush: (limitMs) => output.flush(limitMs) }
}

/**
 * An error in the form for the log. Its other properties are left out, because libraries store requests,
 * tokens and addresses in them.
 */
function describe(error: unknown): object {
  if (!(error instanceof Error)) return { message: withoutAddresses(String(error)) }
  const { name, message, stack = '', cause } = error
  const { code } = error as { code?: unknown }
  const words = { name, message: withoutAddresses(message), stack: withoutAddresses(stack) }
  return { ...words, ...(code ? { code } : {}), ...(cause ? { cause: describe(cause) } : {}) }
}
