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
import { emailKey } from '../user.ts'
import { REMINDER_PURPOSE, sendReminder } from './sendReminder.ts'

/** `/api/reminder`: which provider did I use? The answers are the contract's, word for word. */
export function reminderRoutes(
  router: Router,
  services: Pick<Services, 'config' | 'store' | 'sealer' | 'now'>,
  { limits, audit }: { limits: Limits; audit: Audit },
): void {
  const { config, store, sealer, now } = services

  router.all('/api/reminder', async (ctx) => {
    if (ctx.method !== 'POST') throw new Problem(403, 'not-a-post', (answers) => answers.reminder.notPost)
    const isPrivate = config.reminderAnswers === 'private'
    // The same headers, whoever asks; the log has the id all the same.
    if (isPrivate) ctx.remove('X-Request-Id')
    const typed = await readAddress(ctx)
    const address = parseAddress(typed)
    await limits.reminder(ctx, address && emailKey(address))
    if (address === undefined) throw new Problem(400, 'invalid', (answers) => answers.reminder.invalid)
    const job = await (isPrivate ? forWhoeverHas(address, ctx) : forTheUserWith(address, typed, ctx))
    await store.enqueue([job])
    logOf(ctx).info({ jobs: idsOf([job]) }, 'reminder asked for')
    const { reminder } = textsIn(languageOf(ctx)).answers
    plainWords(ctx, fill(isPrivate ? reminder.onItsWay : reminder.sent, { address: typed }))
  })

  async function forTheUserWith(address: string, typed: string, ctx: Context): Promise<JobDescription> {
    const found = await store.findUserByEmail(address)
    if (!found || found.user.leavingSince !== null) {
      await audit.record(ctx, { what: 'reminder', outcome: 'unknown' })
      throw new Problem(400, 'unknown', ({ reminder }) => fill(reminder.unknown, { address: typed }))
    }
    if (found.links.length === 0) throw new Problem(400, 'none', (answers) => answers.reminder.noProviders)
    const userId = found.user.id
    return sendReminder.delay({ userId, sealedAddress: null, from: audit.originOf(ctx) }, { userId })
  }

  /** Nothing here depends on whether somebody has it: the job finds out, at a time that tells nothing either. */
  async function forWhoeverHas(address: string, ctx: Context): Promise<JobDescription> {
    const sealedAddress = await sealer.seal(address, { purpose: REMINDER_PURPOSE })
    const runAt = now() + randomInt(...LOOKED_UP_WITHIN_MS)
    return sendReminder.delay({ userId: null, sealedAddress, from: audit.originOf(ctx) }, { runAt })
  }
}

/** The work of a job slows down what is asked at that moment: it must be somebody else's moment. */
const LOOKED_UP_WITHIN_MS = [500, 1_500] as const

/** What was typed, trimmed; empty when there is nothing readable. */
async function readAddress(ctx: Context): Promise<string> {
  const { email } = await readBody(ctx).catch((error) => {
    if (error instanceof Problem && error.status === 400) return { email: undefined }
    throw error
  })
  return typeof email === 'string' ? email.trim() : ''
}
