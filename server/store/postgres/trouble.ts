import pg from 'pg'
import { Conflict, StoreUnavailable } from '../store.ts'

const UNIQUE_VIOLATION = '23505'
const FOREIGN_KEY_VIOLATION = '23503'

/**
 * PostgreSQL's error codes (appendix A of its manual) that say nothing of the request: the server ends, starts, is full,
 * only reads, lets nobody in, or took too long; or two transactions were in each other's way.
 */
const TROUBLE = /^(08|28|3D|40|53|57|58|25006|25P0[34]|55P03|XX)/

/** What to throw for an error of the database: `Conflict`, `StoreUnavailable`, or the error itself, which is a bug. */
export function storeErrorOf(error: unknown): unknown {
  if (error instanceof Conflict || error instanceof StoreUnavailable) return error
  const { code = '', message } = error as { code?: string; message?: string }
  if (code === UNIQUE_VIOLATION || code === FOREIGN_KEY_VIOLATION) {
    return new Conflict(`somebody else was faster: ${message}`, { cause: error })
  }
  const isTrouble = isLost(error) || TROUBLE.test(code)
  return isTrouble ? new StoreUnavailable('the database cannot be used', { cause: error }) : error
}

/** Whether the transaction was undone for another's sake (deadlock, serialization), and nothing else was wrong. */
export function isEntangled(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^40(P01|001)$/.test(error.code ?? '')
}

/** Whether the connection is gone or of no more use: the server did not answer, or said farewell. */
export function isLost(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return isOfConnection(error)
  return error.severity === 'FATAL' || error.severity === 'PANIC' || /^57P/.test(error.code ?? '')
}

/** pg has no class for these: those of the system have a code, its own only words. */
function isOfConnection(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string }
  return /^E[A-Z_]+$/.test(code) || /connection|timeout|timed out|not queryable|pool/i.test(message)
}
