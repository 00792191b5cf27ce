import { timingSafeEqual } from 'node:crypto'
import type { Context } from 'koa'
import type { Audit } from '../audit/audit.ts'
import { logOf } from '../http/requestLog.ts'
import { idsOf } from '../jobs/job.ts'
import type { Services } from '../services.ts'
import { whoIsSignedIn } from '../sessions/session.ts'
import type { User } from '../store/account.ts'
import { welcomeByMail } from '../welcome/welcomeNewUser.ts'
import { CODE_LIFETIME_MS, type PendingAddress } from './pendingAddress.ts'
import { tellOldAddress } from './sendAddressChanged.ts'

/** A million codes, and five tries for one of them. */
const MAX_TRIES = 5

/** What confirming works with. */
export interface ConfirmNeeds extends Pick<Services, 'config' | 'store' | 'sealer' | 'now'> {
  audit: Audit
}

/** Somebody's try at the code of an address. */
export interface Try {
  asked: PendingAddress
  /** Six digits. */
  typed: string
}

/** Gives the user who is signed in the address that the code was sent to, if it is the right one. */
export async function confirmAddress(
  ctx: Context,
  { asked, typed }: Try,
  needs: ConfirmNeeds,
): Promise<'done' | 'wrong-code' | 'tried-out'> {
  if (!(await hasTryLeft(asked, needs))) return 'tried-out'
  // An address that has become another's in between must look like a wrong code.
  const isDone = (await isRight({ asked, typed }, needs)) && (await give(ctx, asked, needs))
  return isDone ? 'done' : 'wrong-code'
}

/** Counted here, not in the cookie: a browser may bring an older one again. */
async function hasTryLeft({ id }: PendingAddress, { store }: ConfirmNeeds): Promise<boolean> {
  const limit = { key: `address-tries:${id}`, max: MAX_TRIES, windowMs: CODE_LIFETIME_MS }
  return (await store.use([limit])) === 0
}

/** Right, and for the first time. */
async function isRight({ asked: { id, code }, typed }: Try, { store }: ConfirmNeeds): Promise<boolean> {
  const isSame = timingSafeEqual(Buffer.from(typed), Buffer.from(code))
  return isSame && (await store.useOnce(`address:${id}`, CODE_LIFETIME_MS))
}

/** Tells the address that it takes the place of, which may be younger than the request. */
async function give(ctx: Context, asked: PendingAddress, needs: ConfirmNeeds): Promise<boolean> {
  const user = await whoIsSignedIn(ctx, needs)
  if (!user) return false
  const outcome = await replace(ctx, { user, email: asked.address }, needs)
  return outcome === 'changed' ? give(ctx, asked, needs) : outcome === 'done'
}

async function replace(
  ctx: Context,
  { user, email }: { user: User; email: string },
  { store, sealer, audit, now }: ConfirmNeeds,
): ReturnType<Services['store']['setAddress']> {
  const welcome = welcomeByMail({ ...user, email }, new Date(now()).toISOString())
  const jobs = [...welcome.jobs, ...(await tellOldAddress(user, email, sealer))]
  const events = [audit.eventOf(ctx, { what: 'address', outcome: 'done', userId: user.id })]
  const { welcomedAt } = welcome.user
  const outcome = await store.setAddress(user.id, { email, replaces: user.email, welcomedAt, jobs, events })
  logOf(ctx).info({ user: user.id, outcome, jobs: idsOf(jobs) }, 'address confirmed')
  return outcome
}
