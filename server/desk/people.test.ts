import { describe, expect, it } from 'vitest'
import { arrive, codeOf, findPeople, namesOf, personAt, startDesk } from '../../e2e/support/testDesk.ts'
import { userOf } from '../../e2e/support/testSite.ts'
import type { EventsAnswer } from '../api.ts'

const PEOPLE = '/api/desk/people'

describe('the people at the desk', () => {
  it('are found by the start of a name, username or address, by id and by identity', async () => {
    const { site, operator } = await startDesk()
    const { id } = await arrive(site, 'ada')
    await arrive(site, 'dorothy', 'twitter')
    await arrive(site, 'katherine')
    const [ada] = (await findPeople(operator, { q: 'ADA L' })).people
    expect(ada).toEqual({
      id,
      username: 'ada',
      name: 'Ada Lovelace',
      email: 'ada@example.org',
      state: 'active',
      lockReason: null,
      createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
      lastSeenAt: expect.stringMatching(/^\d{4}-.*Z$/),
      connections: [{ provider: 'github', uid: '1815', username: 'ada' }],
    })
    expect(namesOf(await findPeople(operator, { q: 'ada@exa' }))).toEqual(['ada'])
    expect(namesOf(await findPeople(operator, { q: id }))).toEqual(['ada'])
    expect(namesOf(await findPeople(operator, { q: ' github:1815 ' }))).toEqual(['ada'])
    expect(namesOf(await findPeople(operator, { q: '수학자' }))).toEqual(['k'.repeat(39)])
    expect(namesOf(await findPeople(operator, { q: 'Dorothy “Fortran' }))).toEqual(['dorothy_vaughan'])
    for (const q of ['%', '_', "'", '"', '\\', ':', 'github:', '<b>', 'x'.repeat(10_000)])
      expect(namesOf(await findPeople(operator, { q }))).toEqual([])
    expect(await findPeople(operator, {})).toMatchObject({ people: { length: 4 }, next: null })
    for (const query of ['after=x', 'state=gone', 'q=a&q=b', 'after=e30'])
      expect(await codeOf(operator.get(`${PEOPLE}?${query}`))).toBe('400 bad-query')
  })

  it('are shown page by page, each once', async () => {
    const { site, operator } = await startDesk()
    const account = (await site.document()).accounts[0]
    if (!account) throw new Error('there is no operator')
    for (let n = 0; n < 120; n++) {
      const username = `crowd-${String(n).padStart(3, '0')}`
      await site.store.create({
        user: { ...account.user, id: username, username, email: null },
        connections: [],
      })
    }
    const seen: string[] = []
    let after = ''
    do {
      const page = await findPeople(operator, { q: 'crowd', after })
      seen.push(...namesOf(page))
      after = page.next ?? ''
    } while (after !== '')
    expect(seen).toEqual(Array.from({ length: 120 }, (_, n) => `crowd-${String(n).padStart(3, '0')}`))
    expect((await findPeople(operator, { q: 'crowd' })).people).toHaveLength(50)
  })

  it('have a page with everything about them', async () => {
    const { site, operator } = await startDesk()
    const { id, browser } = await arrive(site, 'ada', 'twitter')
    await browser.post('/api/welcome-tweet', { text: 'Hello!' })
    await site.jobsDone()
    const { person, sessions, events, consents, jobs } = await personAt(operator, id)
    expect(person).toMatchObject({
      id,
      username: 'ada_lovelace',
      state: 'active',
      isOperator: false,
      lockedAt: null,
    })
    expect(sessions).toEqual([
      {
        id: expect.any(String),
        browser: expect.any(String),
        system: expect.any(String),
        provider: 'twitter',
        createdAt: expect.any(String),
        lastSeenAt: expect.any(String),
      },
    ])
    expect(events.map(({ what }) => what).sort()).toEqual(['sign-in', 'tweet-consent'])
    expect(consents).toMatchObject([
      { uid: '18151210', username: 'ada_lovelace', text: 'Hello!', state: 'posted' },
    ])
    expect(jobs).toEqual([])
    expect(await codeOf(operator.get(`${PEOPLE}/nobody`))).toBe('404 no-person')
    expect((await personAt(operator, (await userOf(operator))?.id ?? '')).person.isOperator).toBe(true)
  })

  it('get their data exported by an operator, and see that', async () => {
    const { site, operator } = await startDesk()
    const { id, browser } = await arrive(site, 'ada')
    const answer = await operator.get(`${PEOPLE}/${id}/export`)
    expect(answer.headers.get('content-disposition')).toContain('doorman-ada.json')
    const everything = await answer.json()
    expect(everything).toMatchObject({ account: { data: { id, username: 'ada' } } })
    expect(JSON.stringify(everything)).not.toContain('credentials')
    const { events } = (await (await browser.get('/api/account/events')).json()) as EventsAnswer
    expect(events[0]).toMatchObject({ what: 'operator-export', by: 'operator', from: '', note: null })
    expect(await codeOf(operator.get(`${PEOPLE}/nobody/export`))).toBe('404 no-person')
  })
})
