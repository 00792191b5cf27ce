import type { Context } from 'koa'
import type { Limits } from '../http/limits.ts'
import { logOf } from '../http/requestLog.ts'
import type { Access } from './access.ts'
import type { Deed } from './deed.ts'

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

/** Logs an action. Only the log names the operator. */
export function logDeed(ctx: Context, operator: string, { what, userId, outcome = 'done' }: Deed): void {
  logOf(ctx).info({ operator, user: userId, did: what, outcome }, 'an operator acted')
}
