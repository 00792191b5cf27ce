import { type Logger, pino } from 'pino'

export type { Logger } from 'pino'

/** One JSON line an event on standard output; `pretty` for a person at a terminal. */
export function createLog(options: { pretty: boolean }): Logger {
  const pretty = { target: 'pino-pretty', options: { ignore: 'pid,hostname', translateTime: 'HH:MM:ss' } }
  return pino({ base: null, ...(options.pretty ? { transport: pretty } : {}) })
}
