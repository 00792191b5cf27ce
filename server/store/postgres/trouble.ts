import pg from 'pg'
import { Conflict, StoreUnavailable, type Taken } from '../store.ts'

const UNIQUE_VIOLATION = '23505'

/** What each constraint protects. */
const TAKEN: Readonly<Record<string, Taken>> = {
  users_pkey: 'id',
  one_account_per_username: 'username',
  one_account_per_address: 'email',
  connections_pkey: 'identity',
}

/**
 * PostgreSQL's error codes (appendix A of its manual) that are not the request's fault: the server stops, starts, is
 * full, is read-only, refuses the connection or took too long; or two transactions blocked each other.
 */
const TROUBLE = /^(08|28|3D|40|53|57|58|25006|25P0[34]|55P03|XX)/

/**
 * Converts an error of the database to `Conflict` or `StoreUnavailable`. Any other error is a bug and stays unchanged.
 */
export function storeErrorOf(error: unknown): unknown {
  const { code = '', constraint = '', message } = error as pg.DatabaseError
  if (code === UNIQUE_VIOLATION) {
    return new Conflict(`another request was faster: ${message}`, { cause: error, taken: TAKEN[constraint] })
  }
  const isTrouble = isLost(error) || TROUBLE.test(code)
  return isTrouble ? new StoreUnavailable('the database cannot be used', { cause: error }) : error
}

/** Whether another transaction was the only reason to abort this one (deadlock, serialization failure). */
export function isEntangled({ cause }: StoreUnavailable): boolean {
  return cause instanceof pg.DatabaseError && /^40(P01|001)$/.test(cause.code ?? '')
}

/** Whether the connection is unusable: PostgreSQL did not answer, or announced its end. */
export function isLost(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return isOfConnection(error)
  return error.severity === 'FATAL' || error.severity === 'PANIC' || /^57P/.test(error.code ?? '')
}

/** pg has no class for these errors: system errors have a code, pg's own only a message. */
function isOfConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code = '', message } = error as NodeJS.ErrnoException
  return /^E[A-Z_]+$/.test(code) || /connection|timeout|timed out|not queryable|pool/i.test(message)
}

/** System and DNS errors that mean: nothing answers at that address now. */
const NOT_THERE =
  /^(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN)$/

/** PostgreSQL starts, stops, is full or in trouble; see `TROUBLE`. */
const NOT_READY = /^(08|53|57P0[1-3]|58|55P03|XX)/

/** PgBouncer also uses 08P01 for permanent refusals. */
const REFUSED_FOR_GOOD = /password|authentication|no such (database|user)/i

/** Whether a database that cannot be opened now may be usable later. A wrong password or name stays wrong. */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code = '', syscall, message } = error as NodeJS.ErrnoException
  if (error instanceof pg.DatabaseError) return NOT_READY.test(code) && !REFUSED_FOR_GOOD.test(message)
  // ENOENT: the socket does not exist yet.
  if (code) return NOT_THERE.test(code) || (code === 'ENOENT' && syscall === 'connect')
  return /timeout|timed out|terminated/i.test(message)
}
