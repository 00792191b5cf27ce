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
import { signedIn } from '../signin/signedIn.ts'
import { emailKey, type User } from '../user.ts'
import { confirmAddress } from './confirmAddress.ts'
import { CODE_LIFETIME_MS, pendingAddresses } from './pendingAddress.ts'
import { sealCode, sendAddressCode } from './sendAddressCode.ts'

/** `/api/account/address`: a new mail address, which is stored once its code has been typed in the session that asked. */
export function addressRoutes(
  router: Router,
  services: Pick<Services, 'config' | 'store' | 'sealer' | 'now'>,
  { limits, audit }: { limits: Limits; audit: Audit },
): void {
  const { config, store, sealer, now } = services
  const pending = pendingAddresses(services)

  router.get('/api/account/address', async (ctx) => {
    signedIn(ctx)
    ctx.body = { pending: (await pending.of(ctx))?.address ?? null } satisfies AddressAnswer
  })

  // Nothing here depends on whether somebody has the address: the job finds out.
  router.post('/api/account/address', async (ctx) => {
    const { user, links } = signedIn(ctx)
    await limits.change(ctx)
    const address = await readAddress(ctx, user, { allowsLocalhost: !config.isProduction })
    await limits.addressCode(links, emailKey(address))
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
    const { user, links } = signedIn(ctx)
    await limits.change(ctx)
    const typed = await readCode(ctx)
    const asked = await pending.of(ctx)
    if (!asked) throw new Problem(409, 'no-code', (answers) => answers.address.noCode)
    await limits.codeGuess(links)
    const outcome = await confirmAddress(ctx, { asked, typed }, { ...services, audit })
    if (outcome === 'wrong-code') {
      await audit.record(ctx, { what: 'address', outcome, userId: user.id })
      throw new Problem(400, 'wrong-code', (answers) => answers.address.wrongCode)
    }
    pending.drop(ctx)
    if (outcome === 'tried-out') throw new Problem(429, 'tried-out', (answers) => answers.address.triedOut)
    ctx.status = 204
  })
}

/** The address in the body. Throws `Problem` for what is none, and for the one that the user has. */
async function readAddress(
  ctx: Context,
  { email, emailVerified }: User,
  options: { allowsLocalhost: boolean },
): Promise<string> {
  const { email: typed } = await readBody(ctx)
  const address = typeof typed === 'string' ? parseAddress(typed, options) : undefined
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
