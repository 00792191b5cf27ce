import type { SessionAnswer } from '../api.ts'

/** A request for a page. */
interface Asked {
  path: string
  /** Null without a server, as with Vite in development. */
  session: SessionAnswer | null
  /** Whether an operator is signed in. */
  isOperator?: boolean | undefined
}

/** Whether the path is a page of the desk. */
export function isOfDesk(path: string): boolean {
  return /^\/desk(?:\/|$)/.test(path)
}

/**
 * `open`: a page of the desk, for an operator; `closed`: for another person; `none`: another page, or signed
 * out.
 */
export function deskAccess({ path, session, isOperator }: Asked): 'open' | 'closed' | 'none' {
  if (!isOfDesk(path)) return 'none'
  if (session === null) return 'open'
  if (session.user === null) return 'none'
  return isOperator ? 'open' : 'closed'
}
