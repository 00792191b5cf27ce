import type { Context } from 'koa'
import { Problem } from '../http/problem.ts'
import { accountOf, type SignedIn } from './session.ts'

/** Who is signed in. Throws `Problem` 401 when nobody is. */
export function signedIn(ctx: Context): SignedIn {
  const account = accountOf(ctx)
  if (!account) throw new Problem(401, 'signed-out', (answers) => answers.http.signedOut)
  return account
}
