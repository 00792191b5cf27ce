import pg from 'pg'
import { Conflict, StoreUnavailable, type Taken } from '../store.ts'

const UNIQUE_VIOLATION = '23505'

/** Which constraint guards what. */
const TAKEN: Readonly<Record<string, Taken>> = {
  users_pkey: 'id',
  one_account_per_username: 'username',
  one_account_per_address: 'email',
  connections_pkey: 'identity',
}

/**
 * PostgreSQL's error codes (appendix A of its manual) that say nothing about the request: the server ends, starts, is full,
 * is read-only, refuses the connection, or took too long; or two transactions were in each other's way.
 */
const TROUBLE = /^(08|28|3D|40|53|57|58|25006|25P0[34]|55P03|XX)/

/** What to throw for an error of the database: `Conflict`, `StoreUnavailable`, or the error itself, which is a bug. */
export function storeErrorOf(error: unknown): unknown {
  if (error instanceof Conflict || error instanceof StoreUnavailable) return error
  const { code = '', constraint = '', message } = error as pg.DatabaseError
  if (code === UNIQUE_VIOLATION) {
    return new Conflict(`another request was faster: ${message}`, { cause: error, taken: TAKEN[constraint] })
  }
  const isTrouble = isLost(error) || TROUBLE.test(code)
  return isTrouble ? new StoreUnavailable('the database cannot be used', { cause: error }) : error
}

/** Whether the transaction was undone because of another one (deadlock, serialization), and nothing else was wrong. */
export function isEntangled(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^40(P01|001)$/.test(error.code ?? '')
}

/** Whether the connection is gone or of no more use: the server did not answer, or announced its end. */
export function isLost(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return isOfConnection(error)
  return error.severity === 'FATAL' || error.severity === 'PANIC' || /^57P/.test(error.code ?? '')
}

/** pg has no class for these: errors of the system have a code, pg's own only a message. */
function isOfConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code = '', message } = error as NodeJS.ErrnoException
  return /^E[A-Z_]+$/.test(code) || /connection|timeout|timed out|not queryable|pool/i.test(message)
}

/** Errors of the system and of DNS that say: nothing answers at that address now. */
const NOT_THERE =
  /^(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|EHOSTDOWN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_AGAIN)$/

/** PostgreSQL starts, ends, is full or in trouble; see `TROUBLE`. */
const NOT_READY = /^(08|53|57P0[1-3]|58|55P03|XX)/

/** PgBouncer refuses with 08P01 for good, too. */
const REFUSED_FOR_GOOD = /password|authentication|no such (database|user)/i

/** Whether a database that cannot be opened now may be there later. A wrong password or name stays wrong. */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const { code = '', syscall, message } = error as NodeJS.ErrnoException
  if (error instanceof pg.DatabaseError) return NOT_READY.test(code) && !REFUSED_FOR_GOOD.test(message)
  // ENOENT: the socket is not there yet.
  if (code) return NOT_THERE.test(code) || (code === 'ENOENT' && syscall === 'connect')
  return /timeout|timed out|terminated/i.test(message)
}
