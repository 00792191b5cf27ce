import type { SessionAnswer } from '../api.ts'

/** What is known of the request for a page. */
interface Asked {
  path: string
  /** Null where the server is not asked, as by Vite in development. */
  session: SessionAnswer | null
  /** Whether an operator is signed in. */
  isOperator?: boolean | undefined
}

/** Whether a page is one of the desk. */
export function isOfDesk(path: string): boolean {
  return /^\/desk(?:\/|$)/.test(path)
}

/** `open`: a page of the desk, for an operator; `closed`: for another person; `none`: another page, or nobody is signed in. */
export function deskAccess({ path, session, isOperator }: Asked): 'open' | 'closed' | 'none' {
  if (!isOfDesk(path)) return 'none'
  if (session === null) return 'open'
  if (session.user === null) return 'none'
  return isOperator ? 'open' : 'closed'
}
