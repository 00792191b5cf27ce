import type Router from '@koa/router'
import type { Context } from 'koa'
import { parseAddress } from '../address.ts'
import { readBody } from '../http/body.ts'
import type { Limits } from '../http/limits.ts'
import { Problem } from '../http/problem.ts'
import { logOf } from '../http/requestLog.ts'
import { idsOf, type JobDescription } from '../jobs/job.ts'
import type { Services } from '../services.ts'
import { emailKey } from '../user.ts'
import { sendReminder } from './sendReminder.ts'

/** `/api/reminder`: which provider did I use? The answers are the contract's, word for word. */
export function reminderRoutes(
  router: Router,
  { config, store }: Pick<Services, 'config' | 'store'>,
  limits: Limits,
): void {
  const remind = config.reminderAnswers === 'private' ? remindPrivately : remindPlainly

  router.all('/api/reminder', async (ctx) => {
    if (ctx.method !== 'POST') throw new Problem(403, 'not-a-post', 'Not a POST')
    await limits.reminderByClient(ctx)
    const typed = await readAddress(ctx)
    const address = parseAddress(typed)
    if (address === undefined) throw new Problem(400, 'invalid', 'Invalid address!')
    await limits.reminderByAddress(emailKey(address))
    const { text, job } = await remind(typed, address, store)
    await store.enqueue([job])
    logOf(ctx).info({ jobs: idsOf([job]) }, 'reminder asked for')
    ctx.type = 'text/plain; charset=utf-8'
    ctx.body = text
  })
}

/** What was typed, trimmed; empty when there is nothing readable. */
async function readAddress(ctx: Context): Promise<string> {
  const { email } = await readBody(ctx).catch((error) => {
    if (error instanceof Problem && error.status === 400) return { email: undefined }
    throw error
  })
  return typeof email === 'string' ? email.trim() : ''
}

type ReminderStore = Pick<Services['store'], 'findUserByEmail'>

interface Reminding {
  text: string
  job: JobDescription
}

async function remindPlainly(typed: string, address: string, store: ReminderStore): Promise<Reminding> {
  const found = await store.findUserByEmail(address)
  if (!found) throw new Problem(400, 'unknown', `No user with address '${typed}' found!`)
  if (found.links.length === 0) throw new Problem(400, 'none', 'User found but no social providers found!')
  const userId = found.user.id
  return { text: `Reminder sent to '${typed}'`, job: sendReminder.delay({ userId }, { userId }) }
}

/** Known and unknown addresses take the same way, through the same write, to the same answer. */
async function remindPrivately(typed: string, address: string, store: ReminderStore): Promise<Reminding> {
  const userId = (await store.findUserByEmail(address))?.user.id ?? null
  const text = `If an account uses '${typed}', a reminder is on its way.`
  return { text, job: sendReminder.delay({ userId }, { userId }) }
}
