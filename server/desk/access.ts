import type { Context } from 'koa'
import type { Config } from '../config.ts'
import { bearerOf, isToken } from '../http/bearer.ts'
import type { Limits } from '../http/limits.ts'
import { Problem } from '../http/problem.ts'
import { logOf } from '../http/requestLog.ts'
import type { Services } from '../services.ts'
import { type SignedIn, signedIn } from '../sessions/signedIn.ts'
import { type Account, findConnection, identityKey } from '../store/account.ts'

/** An operator must have signed in within this time. */
const SIGNED_IN_WITHIN_MS = 12 * 3_600_000

/** The log's name for a program with OPERATOR_TOKEN. */
const PROGRAM = 'OPERATOR_TOKEN'

/** Admits operators to the desk, by their session or by OPERATOR_TOKEN. */
export interface Access {
  /** Returns the operator's name for the log: a user id, or `PROGRAM`. Throws `Problem` 401, 403 or 429. */
  admit(ctx: Context): Promise<string>
  /** Whether an identity of the account is listed in OPERATORS. */
  isOperator(account: Pick<Account, 'connections'>): boolean
}

/** See `Access`. Every request is checked anew, against the current session and account. */
export function createAccess(
  { config, now }: Pick<Services, 'config' | 'now'>,
  limits: Pick<Limits, 'wrongToken'>,
): Access {
  const listed = new Set(config.operators.map(identityKey))

  function admitPerson(account: SignedIn): string {
    const { identity, confirmedAt } = account.session
    // A session may disconnect its own identity and continue, but then it is no longer an operator's.
    const connection = identity && findConnection(account.connections, identity)
    if (!connection || !listed.has(identityKey(connection)))
      throw new Problem(403, 'no-operator', ({ desk }) => desk.noOperator)
    if (now() - confirmedAt > SIGNED_IN_WITHIN_MS)
      throw new Problem(403, 'sign-in-again', ({ desk }) => desk.signInAgain)
    return account.user.id
  }

  return {
    async admit(ctx) {
      const token = bearerOf(ctx)
      if (token === undefined) return admitPerson(signedIn(ctx))
      await checkToken(ctx, { token, expected: config.operatorToken, name: 'OPERATOR_TOKEN', limits })
      return PROGRAM
    },
    isOperator: ({ connections }) => connections.some((connection) => listed.has(identityKey(connection))),
  }
}

/** The checks before the routes of the desk. */
export interface Guards {
  limits: Limits
  access: Access
}

/** Admits an operator who is about to change something. Returns the operator's name for the log. */
export async function admitToChange(ctx: Context, { access, limits }: Guards): Promise<string> {
  const operator = await access.admit(ctx)
  await limits.change(ctx)
  return operator
}

interface Check {
  token: string
  expected: Config['operatorToken']
  /** The name of the setting. */
  name: string
  limits: Pick<Limits, 'wrongToken'>
}

/** Throws `Problem` 403 for a wrong token, and 429 after many of them. */
export async function checkToken(ctx: Context, { token, expected, name, limits }: Check): Promise<void> {
  if (isToken(token, expected)) return
  // The limit comes first: anybody can send wrong tokens, and refused ones must not fill the log.
  await limits.wrongToken(ctx)
  logOf(ctx).warn({ setting: name }, 'a program came with a wrong token')
  throw new Problem(403, 'wrong-token', ({ desk }) => desk.wrongToken)
}
