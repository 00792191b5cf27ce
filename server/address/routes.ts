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
import { recentlySignedIn, signedIn } from '../sessions/signedIn.ts'
import { emailKey, type User } from '../store/account.ts'
import { confirmAddress } from './confirmAddress.ts'
import { CODE_LIFETIME_MS, createPendingAddresses, type PendingAddress } from './pendingAddresses.ts'
import { sealCode, sendAddressCode } from './sendAddressCode.ts'

/**
 * `/api/account/address`: a new address. It is stored after its code was entered in the session that
 * requested it.
 */
export function addressRoutes(router: Router, services: Needs, guards: Guards): void {
  const { limits } = guards
  const { config } = services
  const pending = createPendingAddresses(services)

  router.get('/api/account/address', async (ctx) => {
    signedIn(ctx)
    ctx.body = { pending: (await pending.of(ctx))?.address ?? null } satisfies AddressAnswer
  })

  // The answer does not depend on whether an account has the address: only the job looks that up.
  router.post('/api/account/address', async (ctx) => {
    const { user, connections } = recentlySignedIn(ctx, services)
    await limits.change(ctx)
    const address = await readAddress(ctx, user, { allowsLocalhost: !config.isProduction })
    await limits.addressCode(connections, emailKey(address))
    const begun = await pending.begin(ctx, address)
    if (!begun) throw new Problem(400, 'invalid', (answers) => answers.address.invalid)
    await mailCode(ctx, begun, services)
    ctx.status = 202
    ctx.body = { pending: address } satisfies AddressAnswer
  })

  router.delete('/api/account/address', async (ctx) => {
    signedIn(ctx)
    await limits.change(ctx)
    pending.drop(ctx)
    ctx.status = 204
  })

  confirmRoute(router, services, guards)
}

type Needs = Pick<Services, 'config' | 'store' | 'queue' | 'sealer' | 'now'>
type Guards = { limits: Limits; audit: Audit }

function confirmRoute(router: Router, services: Needs, { limits, audit }: Guards): void {
  const pending = createPendingAddresses(services)

  router.post('/api/account/address/confirm', async (ctx) => {
    const { user, connections } = recentlySignedIn(ctx, services)
    await limits.change(ctx)
    const typed = await readCode(ctx)
    const asked = await pending.of(ctx)
    if (!asked) throw new Problem(409, 'no-code', (answers) => answers.address.noCode)
    await limits.codeGuess(connections)
    const event = audit.eventOf(ctx, { what: 'address', outcome: 'done', userId: user.id })
    const outcome = await confirmAddress({ asked, typed, event }, services)
    if (outcome === 'wrong-code') {
      await audit.record(ctx, { what: 'address', outcome, userId: user.id })
      throw new Problem(400, 'wrong-code', (answers) => answers.address.wrongCode)
    }
    pending.drop(ctx)
    if (outcome === 'tried-out') throw new Problem(429, 'tried-out', (answers) => answers.address.triedOut)
    logOf(ctx).info({ user: user.id }, 'address verified')
    ctx.status = 204
  })
}

async function mailCode(
  ctx: Context,
  { userId, address, code }: PendingAddress,
  { queue, sealer, now }: Pick<Services, 'queue' | 'sealer' | 'now'>,
): Promise<void> {
  const sealed = await sealCode({ address, code, goodUntil: now() + CODE_LIFETIME_MS }, sealer)
  const job = sendAddressCode.delay({ userId, sealed, language: languageOf(ctx) }, { userId })
  await queue.add([job])
  logOf(ctx).info({ user: userId, jobs: idsOf([job]) }, 'code for an address requested')
}

/**
 * The address in the body. Throws `Problem` for text that is no address, and for the account's own address.
 */
async function readAddress(
  ctx: Context,
  { email }: User,
  options: { allowsLocalhost: boolean },
): Promise<string> {
  const { email: typed } = await readBody(ctx)
  const address = typeof typed === 'string' ? parseAddress(typed, options) : undefined
  if (address === undefined) throw new Problem(400, 'invalid', (answers) => answers.address.invalid)
  const isOwn = email !== null && emailKey(email) === emailKey(address)
  if (isOwn) throw new Problem(400, 'own-address', (answers) => answers.address.own)
  return address
}

/**
 * The six digits in the body, with or without blanks and hyphens between them. Throws `Problem` for anything
 * else.
 */
async function readCode(ctx: Context): Promise<string> {
  const { code } = await readBody(ctx)
  const digits = typeof code === 'string' ? code.replace(/[\s-]/g, '') : ''
  if (!/^\d{6}$/.test(digits)) throw new Problem(400, 'not-a-code', (answers) => answers.address.notACode)
  return digits
}
