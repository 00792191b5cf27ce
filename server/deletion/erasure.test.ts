import { describe, expect, it } from 'vitest'
import type { Visitor } from '../../e2e/standins/visitor.ts'
import { isSignedWith } from '../../e2e/standins/webhookReceiver.ts'
import { hurry, ON_POSTGRES, SECRET, siteWithReceiver } from '../../e2e/support/testReceiver.ts'
import { type TestSiteOptions, userOf } from '../../e2e/support/testSite.ts'
import type { DeletionAnswer } from '../api.ts'
import { MAX_ATTEMPTS } from '../jobs/backoff.ts'
import { PermanentFailure, RetryLater, ServiceDown } from '../jobs/task.ts'
import { neverGivenUp } from './deletionJob.ts'

const PATIENCE = { timeout: 30_000, interval: 200 }

const remove = (browser: Visitor) => browser.post('/api/account/delete', { username: 'ada' })

const stepsOf = async (browser: Visitor) =>
  ((await (await browser.get('/api/deletion')).json()) as DeletionAnswer).steps

/** Advances the clock until the site has been told of the end. */
async function untilDeleted(
  { site, receiver }: Awaited<ReturnType<typeof siteWithReceiver>>,
  stepMs?: number,
) {
  const deleted = async () => {
    if (receiver.ofType('user.deleted').length === 0) await hurry(site, stepMs)
    return receiver.ofType('user.deleted').length
  }
  await expect.poll(deleted, PATIENCE).toBe(1)
}

/** A site with Ada signed in, and its webhooks about that. */
async function withAda(options: TestSiteOptions = {}) {
  const { site, receiver } = await siteWithReceiver(options)
  const ada = site.visitor()
  await ada.signIn('github', 'ada')
  await site.jobsDone()
  receiver.received.length = 0
  const id = (await userOf(ada))?.id
  return { site, receiver, ada, id }
}

describe('a deletion in which the site erases its data', () => {
  it('is acknowledged by the site before the account is deleted, and reported afterwards', async () => {
    const { site, receiver, ada, id } = await withAda()
    expect((await remove(ada)).status).toBe(303)
    const [deleting] = receiver.received
    expect(deleting).toMatchObject({ type: 'user.deleting', data: { user: { id } } })
    expect(Object.keys(deleting?.data.user ?? {})).toEqual(['id'])
    expect(deleting && isSignedWith(deleting, SECRET)).toBe(true)
    await site.jobsDone()
    expect(receiver.received.map(({ type }) => type)).toEqual(['user.deleting', 'user.deleted'])
    expect(receiver.received[1]?.data).toEqual({ user: { id } })
    expect(receiver.received[1]?.id).not.toBe(deleting?.id)
    expect(await stepsOf(ada)).toMatchObject([
      { what: 'sessions', state: 'done' },
      { what: 'site', state: 'done' },
      { what: 'webhook', state: 'done' },
      { what: 'account', state: 'done' },
      { what: 'grant', state: 'done' },
      { what: 'farewell', state: 'done' },
    ])
  })

  it('waits for the site, visible to the person and to operators, with nobody signed in', async () => {
    const { site, receiver, ada, id } = await withAda()
    receiver.fail('user.deleting', { kind: 'answer', status: 503 })
    const response = await remove(ada)
    expect([response.status, response.headers.get('location')]).toEqual([303, '/logout'])
    expect((await ada.get('/logout')).headers.get('location')).toBe('/goodbye')
    expect(await stepsOf(ada)).toMatchObject([
      { what: 'sessions', state: 'done' },
      { what: 'site', state: 'done' },
      { what: 'webhook', provider: null, state: 'waiting' },
      { what: 'account', state: 'waiting' },
      { what: 'grant', state: 'waiting' },
      { what: 'farewell', state: 'waiting' },
    ])
    const reasonOf = async () =>
      (await site.services.queue.list({ state: 'waiting', task: 'askSiteToErase', limit: 9 }))[0]
    await expect.poll(async () => (await reasonOf())?.reason).toBe('the webhook receiver answered 503')
    expect(await reasonOf()).toMatchObject({ userId: id })
    expect(await userOf(ada)).toBeNull()
    expect((await site.visitor().signIn('github', 'ada')).headers.get('location')).toBe('/?error=leaving')
    expect(receiver.ofType('user.deleted')).toEqual([])

    receiver.clear()
    await untilDeleted({ site, receiver })
    await site.jobsDone()
    expect((await stepsOf(ada))?.every(({ state }) => state === 'done')).toBe(true)
    const asked = receiver.ofType('user.deleting')
    expect(asked.length).toBeGreaterThan(2)
    expect(new Set(asked.map(({ id: message }) => message)).size).toBe(1)
    expect(new Set(asked.map(({ text }) => text)).size).toBe(1)
    expect(await site.document()).toMatchObject({ accounts: [], deadLetters: [], tombstones: [{}] })
  })

  it.skipIf(ON_POSTGRES).each([
    ['refuses', { kind: 'answer', status: 400 }],
    ['sends elsewhere', { kind: 'answer', status: 302, headers: { location: '/done' } }],
    ['hangs up', { kind: 'hangUp' }],
  ] as const)(
    'never ends in a dead letter, even if the site %s more often than jobs are tried',
    async (_name, fault) => {
      const { site, receiver, ada } = await withAda()
      receiver.fail('user.deleting', fault)
      await remove(ada)
      const { queue } = site.services
      const later = async () => {
        await hurry(site, 61_000)
        return receiver.ofType('user.deleting').length
      }
      await expect.poll(later, PATIENCE).toBeGreaterThan(MAX_ATTEMPTS + 2)
      expect(await queue.countDead()).toBe(0)
      const jobs = () => queue.list({ state: 'waiting', task: 'askSiteToErase', limit: 9 })
      await expect.poll(jobs).toMatchObject([{ state: 'waiting', attempts: 0 }])
      receiver.clear()
      await untilDeleted({ site, receiver }, 61_000)
      expect(receiver.strayPaths).toEqual([])
    },
    60_000,
  )

  it.skipIf(ON_POSTGRES)('waits until the next start when the site answers 410', async () => {
    const { site, receiver, ada } = await withAda()
    receiver.fail('user.deleting', { kind: 'answer', status: 410 })
    await remove(ada)
    await expect
      .poll(
        async () =>
          (await site.services.queue.list({ state: 'waiting', task: 'askSiteToErase', limit: 9 }))[0]?.reason,
      )
      .toContain('410')
    expect(receiver.ofType('user.deleting')).toHaveLength(1)
    expect((await site.document()).accounts).toHaveLength(1)
    receiver.clear()
    site.advance(61_000)
    await site.restart()
    await untilDeleted({ site, receiver })
  })

  it('delays no other mail, deletion or sign-in while it waits', async () => {
    const { site, receiver, ada } = await withAda()
    await receiver.stop()
    await remove(ada)
    const other = site.visitor()
    await other.signIn('github', 'barbara')
    const mail = await site.mail.waitFor(
      ({ recipients }) => recipients.includes('barbara@example.org'),
      10_000,
    )
    expect(mail.subject).toContain('Welcome')
    expect((await site.document()).accounts).toHaveLength(2)
    await receiver.start()
    await untilDeleted({ site, receiver })
    await expect.poll(() => receiver.ofType('user.created').length, PATIENCE).toBe(1)
  })

  it('is cancelled when the clean-up here fails, and then the site is not asked', async () => {
    const { receiver, ada } = await withAda({
      expectedErrors: /request failed/,
      site: {
        async deleteObjectsForUser() {
          throw new Error('the shop is closed')
        },
      },
    })
    expect((await remove(ada)).status).toBe(500)
    expect(await userOf(ada)).not.toBeNull()
    expect(receiver.ofType('user.deleting')).toEqual([])
  })

  it('cleans up here once, however often the site is asked', async () => {
    let cleanUps = 0
    const { site, receiver, ada } = await withAda({
      site: { deleteObjectsForUser: async () => void cleanUps++ },
    })
    receiver.fail('user.deleting', { kind: 'answer', status: 500 })
    await remove(ada)
    const asked = async () => {
      await hurry(site)
      return receiver.ofType('user.deleting').length
    }
    await expect.poll(asked, PATIENCE).toBeGreaterThan(2)
    // The job that would have taken over if the process had ended.
    site.advance(31_000)
    receiver.clear()
    await untilDeleted({ site, receiver })
    await site.jobsDone()
    expect(cleanUps).toBe(1)
  })

  it.skipIf(ON_POSTGRES)('is completed by the next process, whichever step was interrupted', async () => {
    const calls: string[] = []
    const { site, receiver, ada, id } = await withAda({
      expectedErrors: /request failed/,
      site: {
        deleteObjectsForUser: async (user) => {
          calls.push(user.id)
          if (calls.length === 1) await new Promise(() => undefined)
        },
      },
    })
    remove(ada).catch(() => undefined)
    await expect.poll(() => calls.length).toBe(1)
    receiver.fail('user.deleting', { kind: 'answer', status: 500 })
    site.advance(3 * 60_000)
    await site.restart()
    await expect.poll(() => receiver.ofType('user.deleting').length, PATIENCE).toBeGreaterThan(0)
    await site.restart()
    receiver.clear()
    await untilDeleted({ site, receiver })
    expect(new Set(receiver.ofType('user.deleting').map(({ id: message }) => message)).size).toBe(1)
    expect(calls).toEqual([id, id])
  })

  it.skipIf(ON_POSTGRES)('continues when there is no receiver any more', async () => {
    const { site, receiver, ada } = await withAda()
    await receiver.stop()
    await remove(ada)
    expect((await site.document()).accounts).toHaveLength(1)
    site.advance(31_000)
    await site.restart({ WEBHOOK_URL: '', WEBHOOK_SECRET: '' })
    await expect.poll(async () => (await site.document()).accounts.length, PATIENCE).toBe(0)
  })
})

describe('other webhooks about a user who is being deleted', () => {
  it.skipIf(ON_POSTGRES)('wait, and are dropped when the account is gone', async () => {
    const { site, receiver, ada } = await withAda()
    receiver.fail('user.deleting', { kind: 'answer', status: 400 })
    await receiver.stop()
    await ada.signIn('twitter', 'ada', '?connect')
    await remove(ada)
    await receiver.start()
    await expect.poll(() => receiver.ofType('user.deleting').length, PATIENCE).toBeGreaterThan(0)
    receiver.clear()
    site.advance(61_000)
    await site.restart()
    await untilDeleted({ site, receiver })
    await site.jobsDone()
    expect(new Set(receiver.received.map(({ type }) => type))).toEqual(
      new Set(['user.deleting', 'user.deleted']),
    )
  })
})

describe('a job that completes a deletion', () => {
  it('is never counted as a failed try, so that it never becomes a dead letter', () => {
    const later = neverGivenUp(new PermanentFailure('no'), 1_000)
    expect(later).toBeInstanceOf(RetryLater)
    expect(later).toMatchObject({ message: 'no', notBefore: 61_000, cause: expect.any(PermanentFailure) })
    const down = new ServiceDown('down')
    expect(neverGivenUp(down, 1_000)).toBe(down)
  })
})
