import { describe, expect, it } from 'vitest'
import {
  arrive,
  codeOf,
  findPeople,
  namesOf,
  personAt,
  startDesk,
  wordsOf,
} from '../../e2e/support/testDesk.ts'
import { userOf } from '../../e2e/support/testSite.ts'
import type { EventsAnswer, RefusalAnswer } from '../api.ts'
import { site as defaultSite } from '../site/site.ts'
import { sendWebhook } from '../webhooks/sendWebhook.ts'

const PEOPLE = '/api/desk/people'

describe('a lock', () => {
  it('ends every session, prevents sign-ins, stops all mail, and is shown to the person', async () => {
    const { site, operator } = await startDesk()
    const { id, browser } = await arrive(site, 'ada')
    await arrive(site, 'ada')
    await site.jobsDone()
    const reason = `<script>alert(1)</script> 'quoted' "%_" 東京`
    expect(await codeOf(operator.post(`${PEOPLE}/${id}/lock`, { reason }))).toBe('204')
    expect(await userOf(browser)).toBeNull()
    expect(await site.store.sessionsOf(id)).toEqual([])
    const outside = site.visitor()
    const again = await outside.signIn('github', 'ada')
    expect(again.headers.get('location')).toContain('error=locked')
    const told = (await (await outside.get('/api/refusals/locked')).json()) as RefusalAnswer
    expect(told.message).toBe(`This account is locked. The reason: ${reason}`)
    expect(await codeOf(site.visitor().get('/api/refusals/locked'))).toBe('404 not-found')
    const toAda = () => site.mail.mails.filter(({ recipients }) => recipients.includes('ada@example.org'))
    const mails = toAda().length
    await site.visitor().post('/api/reminder', { email: 'ada@example.org' })
    await site.visitor().signIn('twitter', 'mallory')
    await site.jobsDone()
    expect(toAda()).toHaveLength(mails)
    const { person, events } = await personAt(operator, id)
    expect(person).toMatchObject({ state: 'locked', lockReason: reason, lockedAt: expect.any(String) })
    expect(events.find(({ what }) => what === 'locked')).toMatchObject({
      by: 'operator',
      note: reason,
      from: '',
    })
    expect(namesOf(await findPeople(operator, { state: 'locked' }))).toEqual(['ada'])
    expect(namesOf(await findPeople(operator, { state: 'active', q: 'ada' }))).toEqual([])

    expect(await codeOf(operator.post(`${PEOPLE}/${id}/unlock`))).toBe('204')
    expect(await codeOf(outside.get('/api/refusals/locked'))).toBe('404 not-found')
    const { browser: back } = await arrive(site, 'ada')
    const { events: own } = (await (await back.get('/api/account/events')).json()) as EventsAnswer
    expect(own).toContainEqual(expect.objectContaining({ what: 'unlocked', by: 'operator' }))
    expect(own).toContainEqual(expect.objectContaining({ what: 'locked', by: 'operator', note: reason }))
    expect(JSON.stringify(site.lines)).not.toContain('alert(1)')
  })

  it('needs a reason, and is refused for an operator’s account', async () => {
    const { site, operator } = await startDesk()
    const { id } = await arrive(site, 'ada')
    for (const reason of ['', '   ', 'x'.repeat(501), 'x'.repeat(10_000)])
      expect(await codeOf(operator.post(`${PEOPLE}/${id}/lock`, { reason }))).toBe('400 reason-invalid')
    const own = (await userOf(operator))?.id
    for (const reason of ['x', '']) {
      expect(await codeOf(operator.post(`${PEOPLE}/nobody/lock`, { reason }))).toBe('404 no-person')
      expect(await codeOf(operator.post(`${PEOPLE}/${own}/lock`, { reason }))).toBe('409 operator')
    }
    const deletion = operator.post(`${PEOPLE}/${own}/delete`, { username: 'mhamilton' })
    expect(await codeOf(deletion)).toBe('409 operator')
    expect(await codeOf(operator.get(PEOPLE))).toBe('200')
  })

  it('tells the second of two operators what the first one did', async () => {
    const { site, operator } = await startDesk()
    const { id } = await arrive(site, 'ada')
    const lock = (reason: string) => operator.post(`${PEOPLE}/${id}/lock`, { reason })
    const answers = await Promise.all([lock('first'), lock('second')])
    const refused = answers.find(({ status }) => status === 409)
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
    const { lockReason } = (await personAt(operator, id)).person
    expect(refused && (await wordsOf(refused))).toContain(String(lockReason))
    const unlock = () => operator.post(`${PEOPLE}/${id}/unlock`)
    const unlocked = await Promise.all([unlock(), unlock()])
    expect(unlocked.map(({ status }) => status).sort()).toEqual([204, 409])
    expect(await codeOf(unlock())).toBe('409 not-locked')
    const { events } = await personAt(operator, id)
    expect(events.filter(({ by }) => by === 'operator')).toHaveLength(2)
  })

  it('is reported to the site by webhooks of the same commit', async () => {
    const env = { WEBHOOK_URL: 'http://127.0.0.1:9/', WEBHOOK_SECRET: `whsec_${'A'.repeat(32)}` }
    const tasks = [...defaultSite.tasks.filter(({ name }) => name !== 'sendWebhook'), sendWebhook]
    const { site, operator } = await startDesk({ env, site: { tasks } })
    const { id } = await arrive(site, 'ada')
    await operator.post(`${PEOPLE}/${id}/lock`, { reason: 'x' })
    await operator.post(`${PEOPLE}/${id}/unlock`)
    const told = (await site.document()).jobs
      .filter(({ userId }) => userId === id)
      .map(({ payload }) => payload.type)
    expect(told).toEqual(expect.arrayContaining(['user.locked', 'session.ended', 'user.unlocked']))
  })
})

describe('ending sessions and deleting', () => {
  it('signs a person out everywhere', async () => {
    const { site, operator } = await startDesk()
    const { id, browser } = await arrive(site, 'ada')
    expect(await codeOf(operator.post(`${PEOPLE}/${id}/end-sessions`))).toBe('204')
    expect(await userOf(browser)).toBeNull()
    const { events } = await personAt(operator, id)
    expect(events[0]).toMatchObject({ what: 'operator-sessions', by: 'operator' })
    // There is nothing left to end, and nothing to tell the person.
    expect(await codeOf(operator.post(`${PEOPLE}/${id}/end-sessions`))).toBe('204')
    expect((await personAt(operator, id)).events).toEqual(events)
  })

  it('deletes on request, locked or not, as the person could', async () => {
    const { site, operator } = await startDesk()
    const { id, browser } = await arrive(site, 'ada')
    await operator.post(`${PEOPLE}/${id}/lock`, { reason: 'secret reason' })
    const remove = (username: string) => operator.post(`${PEOPLE}/${id}/delete`, { username })
    expect(await codeOf(remove('ad'))).toBe('400 wrong-username')
    expect(await codeOf(remove('ADA '))).toBe('202')
    expect(await userOf(browser)).toBeNull()
    await site.mail.waitFor(({ subject }) => subject.includes('is deleted'))
    await site.jobsDone()
    expect(await codeOf(operator.get(`${PEOPLE}/${id}`))).toBe('404 no-person')
    expect(await codeOf(remove('ada'))).toBe('404 no-person')
    const kept = JSON.stringify(await site.document())
    expect(kept).toContain('operator-deletion')
    expect(kept).not.toContain('secret reason')
    expect(site.github.grants).toHaveLength(1)
  })

  it('deletes for a program that confirms no username', async () => {
    const { site, operator } = await startDesk()
    const { id } = await arrive(site, 'ada')
    expect(await codeOf(operator.post(`${PEOPLE}/${id}/delete`))).toBe('202')
    await site.jobsDone()
    expect(await codeOf(operator.get(`${PEOPLE}/${id}`))).toBe('404 no-person')
  })

  it('shows accounts as leaving while the site’s clean-up fails, and refuses a second request', async () => {
    const clean = async () => {
      throw new Error('the site is down')
    }
    const { site, operator } = await startDesk({ site: { deleteObjectsForUser: clean } })
    const { id } = await arrive(site, 'ada')
    const remove = () => operator.post(`${PEOPLE}/${id}/delete`, { username: 'ada' })
    expect(await codeOf(remove())).toBe('202')
    expect(await codeOf(remove())).toBe('409 leaving')
    expect(await codeOf(operator.post(`${PEOPLE}/${id}/lock`, { reason: 'x' }))).toBe('409 leaving')
    expect(namesOf(await findPeople(operator, { state: 'leaving' }))).toEqual(['ada'])
    await expect
      .poll(async () => (await personAt(operator, id)).jobs, { timeout: 10_000 })
      .toMatchObject([
        { task: 'finishDeletion', state: 'waiting', reason: expect.stringContaining('clean-up') },
      ])
  })
})
