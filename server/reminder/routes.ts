import { randomInt } from 'node:crypto'
import type Router from '@koa/router'
import type { Context } from 'koa'
import { parseAddress } from '../address.ts'
import type { Audit } from '../audit/audit.ts'
import { readBody } from '../http/body.ts'
import { languageOf } from '../http/language.ts'
import type { Limits } from '../http/limits.ts'
import { Problem } from '../http/problem.ts'
import { logOf } from '../http/requestLog.ts'
import { plainWords } from '../http/wordsPage.ts'
import { idsOf, type JobDescription } from '../jobs/job.ts'
import { textsIn } from '../languages/catalogue.ts'
import { fill } from '../languages/fill.ts'
import type { Services } from '../services.ts'
import { emailKey, isInUse } from '../store/account.ts'
import { REMINDER_PURPOSE, sendReminder } from './sendReminder.ts'

const PATH = '/api/reminder'

/** Whether the request is one that `/api/reminder` refuses by its method, so that it changes nothing. */
export function isNoPost(ctx: Context): boolean {
  return ctx.path === PATH && ctx.method !== 'POST'
}

/** `/api/reminder`: "which provider did I use?" The response texts are the contract's, word for word. */
export function reminderRoutes(
  router: Router,
  services: Needs,
  { limits, audit }: { limits: Limits; audit: Audit },
): void {
  const { config, metrics } = services
  const tools = { ...services, audit }

  router.all(PATH, async (ctx) => {
    if (isNoPost(ctx)) throw new Problem(403, 'not-a-post', (answers) => answers.reminder.notPost)
    const isPrivate = config.reminderAnswers === 'private'
    // With private answers the headers are the same for everybody. The log still has the request id.
    if (isPrivate) ctx.remove('X-Request-Id')
    try {
      const typed = await remind(ctx, tools, limits)
      const { reminder } = textsIn(languageOf(ctx)).answers
      const words = fill(isPrivate ? reminder.onItsWay : reminder.sent, { address: typed })
      plainWords(ctx, words, config)
      metrics.reminder('done')
    } catch (error) {
      metrics.reminder(error instanceof Problem ? error.code : 'failed')
      throw error
    }
  })
}

/**
 * Adds the reminder job for the typed address, and returns the address as typed. Throws `Problem` for every
 * refusal.
 */
async function remind(ctx: Context, tools: Tools, limits: Limits): Promise<string> {
  const { config, queue } = tools
  const typed = await readTyped(ctx)
  const address = parseAddress(typed, { allowsLocalhost: !config.isProduction })
  await limits.reminder(ctx, address && emailKey(address))
  if (address === undefined) throw new Problem(400, 'invalid', (answers) => answers.reminder.invalid)
  const isPrivate = config.reminderAnswers === 'private'
  const job = await (isPrivate ? jobForAnyAddress : jobForAccountWith)(ctx, { address, typed }, tools)
  await queue.add([job])
  logOf(ctx).info({ jobs: idsOf([job]) }, 'reminder requested')
  return typed
}

type Needs = Pick<Services, 'config' | 'store' | 'queue' | 'sealer' | 'now' | 'metrics'>
type Tools = Needs & { audit: Audit }

/** The requested address, parsed and as typed. */
interface Asked {
  address: string
  typed: string
}

async function jobForAccountWith(
  ctx: Context,
  { address, typed }: Asked,
  { store, audit }: Tools,
): Promise<JobDescription> {
  const account = await store.find({ email: address })
  if (!account || !isInUse(account.user)) {
    await audit.record(ctx, { what: 'reminder', outcome: 'unknown' })
    throw new Problem(400, 'unknown', ({ reminder }) => fill(reminder.unknown, { address: typed }))
  }
  if (account.connections.length === 0)
    throw new Problem(400, 'none', (answers) => answers.reminder.noProviders)
  const userId = account.user.id
  return sendReminder.delay({ userId, sealedAddress: null, from: audit.originOf(ctx) }, { userId })
}

/**
 * Does nothing that depends on whether an account has the address. The job looks it up later, at a random
 * time.
 */
async function jobForAnyAddress(
  ctx: Context,
  { address }: Asked,
  { sealer, now, audit }: Tools,
): Promise<JobDescription> {
  const sealedAddress = await sealer.seal(address, { purpose: REMINDER_PURPOSE })
  const runAt = now() + randomInt(...LOOKED_UP_WITHIN_MS)
  return sendReminder.delay({ userId: null, sealedAddress, from: audit.originOf(ctx) }, { runAt })
}

/**
 * A running job slows down concurrent requests. The delay keeps it away from the next requests of the same
 * client.
 */
const LOOKED_UP_WITHIN_MS = [500, 1_500] as const

/** The typed text, trimmed; empty when the body has none, cannot be read or is too long for an address. */
async function readTyped(ctx: Context): Promise<string> {
  const { email } = await readBody(ctx).catch((error) => {
    if (error instanceof Problem && UNREADABLE.has(error.status)) return { email: undefined }
    throw error
  })
  return typeof email === 'string' ? email.trim() : ''
}

/** The contract has one response to all of these: "Invalid address!". */
const UNREADABLE = new Set([400, 413, 415])
