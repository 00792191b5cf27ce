import { timingSafeEqual } from 'node:crypto'
import type Router from '@koa/router'
import type { Context } from 'koa'
import { parseAddress } from '../address.ts'
import type { AddressAnswer } from '../api.ts'
import type { Audit } from '../audit/audit.ts'
import { readBody } from '../http/body.ts'
import { languageOf } from '../http/language.ts'
import type { Limits } from '../http/limits.ts'
import { Problem } from '../http/problem.ts'
import { logOf } from '../http/requestLog.ts'
import { idsOf } from '../jobs/job.ts'
import type { Services } from '../services.ts'
import { whoIsSignedIn } from '../signin/session.ts'
import { signedIn } from '../signin/signedIn.ts'
import { emailKey, type User } from '../user.ts'
import { welcomeByMail } from '../welcome/welcomeNewUser.ts'
import { CODE_LIFETIME_MS, type PendingAddress, pendingAddresses } from './pendingAddress.ts'
import { tellOldAddress } from './sendAddressChanged.ts'
import { sealCode, sendAddressCode } from './sendAddressCode.ts'

/** A million codes, and five tries for one of them. */
const MAX_TRIES = 5

/** `/api/account/address`: a new mail address, which is stored once its code has been typed in the session that asked. */
export function addressRoutes(
  router: Router,
  services: Pick<Services, 'config' | 'store' | 'sealer' | 'now'>,
  { limits, audit }: { limits: Limits; audit: Audit },
): void {
  const { store, sealer, now } = services
  const pending = pendingAddresses(services)

  router.get('/api/account/address', async (ctx) => {
    signedIn(ctx)
    ctx.body = { pending: (await pending.of(ctx))?.address ?? null } satisfies AddressAnswer
  })

  // Nothing here depends on whether somebody has the address: the job finds out.
  router.post('/api/account/address', async (ctx) => {
    const { user } = signedIn(ctx)
    await limits.change(ctx)
    const address = await readAddress(ctx, user)
    await limits.addressCode(user.id, emailKey(address))
    const begun = await pending.begin(ctx, address)
    if (!begun) throw new Problem(400, 'invalid', (answers) => answers.address.invalid)
    const goodUntil = now() + CODE_LIFETIME_MS
    const sealed = await sealCode({ address, code: begun.code, goodUntil }, sealer)
    const payload = { userId: user.id, sealed, language: languageOf(ctx) }
    const job = sendAddressCode.delay(payload, { userId: user.id })
    await store.enqueue([job])
    logOf(ctx).info({ user: user.id, jobs: idsOf([job]) }, 'code for an address asked for')
    ctx.status = 202
    ctx.body = { pending: address } satisfies AddressAnswer
  })

  router.delete('/api/account/address', async (ctx) => {
    signedIn(ctx)
    await limits.change(ctx)
    pending.drop(ctx)
    ctx.status = 204
  })

  router.post('/api/account/address/confirm', async (ctx) => {
    const { user } = signedIn(ctx)
    await limits.change(ctx)
    const typed = await readCode(ctx)
    const asked = await pending.of(ctx)
    if (!asked) throw new Problem(409, 'no-code', (answers) => answers.address.noCode)
    await countTry(ctx, asked)
    // An address that has become another's in between must look like a wrong code.
    if (!(await isRight(typed, asked)) || !(await give(ctx, asked))) {
      await audit.record(ctx, { what: 'address', outcome: 'wrong-code', userId: user.id })
      throw new Problem(400, 'wrong-code', (answers) => answers.address.wrongCode)
    }
    pending.drop(ctx)
    ctx.status = 204
  })

  /** Counted here, not in the cookie: a browser may bring an older one again. */
  async function countTry(ctx: Context, { id }: PendingAddress): Promise<void> {
    const limit = { key: `address-tries:${id}`, max: MAX_TRIES, windowMs: CODE_LIFETIME_MS }
    if ((await store.use([limit])) === 0) return
    pending.drop(ctx)
    throw new Problem(429, 'tried-out', (answers) => answers.address.triedOut)
  }

  /** Right, and for the first time. */
  async function isRight(typed: string, { id, code }: PendingAddress): Promise<boolean> {
    const isSame = timingSafeEqual(Buffer.from(typed), Buffer.from(code))
    return isSame && (await store.useOnce(`address:${id}`, CODE_LIFETIME_MS))
  }

  /** Tells the address that it takes the place of, which may be younger than the request. */
  async function give(ctx: Context, asked: PendingAddress): Promise<boolean> {
    const user = await whoIsSignedIn(ctx, services)
    if (!user) return false
    const outcome = await replace(ctx, user, asked)
    return outcome === 'changed' ? give(ctx, asked) : outcome === 'done'
  }

  async function replace(ctx: Context, user: User, { address: email }: PendingAddress) {
    const welcome = welcomeByMail({ ...user, email }, new Date(now()).toISOString())
    const jobs = [...welcome.jobs, ...(await tellOldAddress(user, email, sealer))]
    const events = [audit.eventOf(ctx, { what: 'address', outcome: 'done', userId: user.id })]
    const { welcomedAt } = welcome.user
    const outcome = await store.setAddress(user.id, { email, replaces: user.email, welcomedAt, jobs, events })
    logOf(ctx).info({ user: user.id, outcome, jobs: idsOf(jobs) }, 'address confirmed')
    return outcome
  }
}

/** The address in the body. Throws `Problem` for what is none, and for the one that the user has. */
async function readAddress(ctx: Context, { email, emailVerified }: User): Promise<string> {
  const { email: typed } = await readBody(ctx)
  const address = typeof typed === 'string' ? parseAddress(typed) : undefined
  if (address === undefined) throw new Problem(400, 'invalid', (answers) => answers.address.invalid)
  const isOwn = emailVerified && email !== null && emailKey(email) === emailKey(address)
  if (isOwn) throw new Problem(400, 'own-address', (answers) => answers.address.own)
  return address
}

/** Six digits, however they were set apart. */
async function readCode(ctx: Context): Promise<string> {
  const { code } = await readBody(ctx)
  const digits = typeof code === 'string' ? code.replace(/[\s-]/g, '') : ''
  if (!/^\d{6}$/.test(digits)) throw new Problem(400, 'not-a-code', (answers) => answers.address.notACode)
  return digits
}
