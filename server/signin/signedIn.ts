import type { Context } from 'koa'
import { Problem } from '../http/problem.ts'
import type { UserWithLinks } from '../user.ts'
import { accountOf } from './session.ts'

/** Who is signed in. Throws `Problem` 401 when nobody is. */
export function signedIn(ctx: Context): UserWithLinks {
  const account = accountOf(ctx)
  if (!account) throw new Problem(401, 'signed-out', (answers) => answers.http.signedOut)
  return account
}
