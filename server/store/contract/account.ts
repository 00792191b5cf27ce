import { expect, it } from 'vitest'
import { Conflict, StoreUnavailable } from '../store.ts'
import {
  accountOf,
  connectionOf,
  created,
  decide,
  eventOf,
  jobOf,
  type Open,
  openJobs,
  sessionOf,
} from './fixtures.ts'

/** An account changes as a whole or not at all. */
export function accountContract(open: Open): void {
  it('finds an account by its id, an identity, its address and its username', async () => {
    const { store } = await open()
    await created(store)
    const { userId, user, connections } = await created(store, { username: 'Ada', email: 'Ada@Example.org' })
    const [connection] = connections
    if (!connection) throw new Error('there is a connection')
    const { provider, uid } = connection
    const keys = [{ id: userId }, { provider, uid }, { email: 'ADA@example.org' }, { username: 'ada' }]
    for (const key of keys) expect(await store.find(key)).toEqual({ user, connections })
    const others = [
      { id: 'nobody' },
      { provider: 'twitter', uid },
      { email: 'a@example.org' },
      { username: '__proto__' },
    ]
    for (const key of others) expect(await store.find(key)).toBeUndefined()
  })

  it('tells identities apart byte for byte', async () => {
    const { store } = await open()
    const uids = ['a', 'A', 'é', 'e\u0301', '1', '01', '__proto__', 'constructor', '', 'a:b']
    for (const uid of uids) await created(store, {}, { uid })
    for (const uid of uids) {
      expect((await store.find({ provider: 'github', uid }))?.connections).toMatchObject([{ uid }])
    }
    expect(await store.find({ provider: 'github', uid: 'toString' })).toBeUndefined()
  })

  it('keeps an account, a session, jobs and events together', async () => {
    const { store, queue } = await open()
    const account = accountOf()
    const { id: userId } = account.user
    const begins = sessionOf(userId)
    const job = jobOf({ userId })
    const event = eventOf({ userId })
    await store.create(account, { begins, jobs: [job], events: [event] })
    expect(await store.find({ id: userId })).toEqual(account)
    expect(await store.findSession(begins.idHash)).toEqual({ account, session: begins })
    expect(await openJobs(queue)).toEqual([job.id])
    expect(await store.eventsOf(userId, 9)).toEqual([event])
  })

  it('lets one of twenty simultaneous first sign-ins win, and leaves nothing of the others', async () => {
    const { store, queue } = await open()
    const accounts = Array.from({ length: 20 }, () => accountOf({}, { uid: '1' }))
    const results = await Promise.allSettled(
      accounts.map((account) => store.create(account, { jobs: [jobOf()] })),
    )
    const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
    expect(lost).toHaveLength(19)
    for (const reason of lost) expect(reason).toMatchObject({ name: 'Conflict', taken: 'identity' })
    const found = await Promise.all(accounts.map(({ user }) => store.find({ id: user.id })))
    expect(found.filter(Boolean)).toHaveLength(1)
    expect(await openJobs(queue)).toHaveLength(1)
  })

  it('replaces the account, and frees what it gave up', async () => {
    const { store } = await open()
    const { userId, user } = await created(store, { username: 'ada', email: 'ada@example.org' }, { uid: '1' })
    const account = {
      user: { ...user, username: 'ada2', email: 'new@example.org', name: 'Ada L.' },
      connections: [connectionOf({ uid: '2' })],
    }
    expect(await decide(store, userId, { account })).toBe('decided')
    for (const key of [
      { id: userId },
      { username: 'ada2' },
      { email: 'new@example.org' },
      { provider: 'github', uid: '2' },
    ])
      expect(await store.find(key)).toEqual(account)
    const other = accountOf({ username: 'ada', email: 'ada@example.org' }, { uid: '1' })
    await store.create(other)
    expect(await store.find({ provider: 'github', uid: '1' })).toEqual(other)
  })

  it('lists the oldest connection first', async () => {
    const { store } = await open()
    const days = ['03', '01', '02']
    const connections = days.map((day) => connectionOf({ connectedAt: `2026-01-${day}T00:00:00.000Z` }))
    const account = { ...accountOf(), connections }
    await store.create(account)
    const found = await store.find({ id: account.user.id })
    expect(found?.connections.map(({ connectedAt }) => connectedAt.slice(8, 10))).toEqual(['01', '02', '03'])
  })

  it('shows a decision the account with its sessions, and returns its result', async () => {
    const { store } = await open()
    const { userId, user, connections } = await created(store)
    const [older, newer] = [sessionOf(userId), sessionOf(userId, { lastSeenAt: 2_000 })]
    await decide(store, userId, { begins: older })
    await decide(store, userId, { begins: newer })
    const seen = await store.change(userId, (state) => ({ result: state }))
    expect(seen).toEqual({ account: { user, connections }, sessions: [newer, older] })
  })

  it('knows no change of an account that is not there', async () => {
    const { store, queue } = await open()
    let calls = 0
    const nothing = store.change('nobody', () => {
      calls++
      return { result: 1, jobs: [jobOf()] }
    })
    expect(await nothing).toBeUndefined()
    expect([calls, await openJobs(queue)]).toEqual([0, []])
  })

  it('loses none of twenty simultaneous changes', async () => {
    const { store } = await open()
    const { userId } = await created(store, { name: '' })
    const changes = Array.from({ length: 20 }, (_, n) =>
      store.change(userId, ({ account }) => {
        const name = `${account.user.name} ${n}`
        return { account: { ...account, user: { ...account.user, name } }, result: n }
      }),
    )
    expect(await Promise.all(changes)).toEqual(Array.from({ length: 20 }, (_, n) => n))
    const names = (await store.find({ id: userId }))?.user.name.trim().split(' ')
    expect(names?.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n))
  })

  it('keeps nothing of a decision that throws or takes what is another’s', async () => {
    const { store, queue } = await open()
    const { userId, user, connections } = await created(store)
    await created(store, { email: 'bob@example.org' })
    const session = sessionOf(userId)
    await decide(store, userId, { begins: session })
    const begins = sessionOf(userId)
    const rest = { begins, ends: [session.idHash], jobs: [jobOf()], events: [eventOf({ userId })] }
    const account = { user: { ...user, email: 'bob@example.org' }, connections }
    await expect(decide(store, userId, { ...rest, account })).rejects.toMatchObject({ taken: 'email' })
    const throwing = store.change(userId, () => {
      throw new Conflict('the premise is gone')
    })
    await expect(throwing).rejects.toThrow('the premise is gone')
    expect(await store.find({ id: userId })).toEqual({ user, connections })
    expect(await store.sessionsOf(userId)).toEqual([session])
    expect(await openJobs(queue)).toEqual([])
    expect(await store.eventsOf(userId, 9)).toEqual([])
  })

  it('goes through all accounts, page by page, in the order of their ids', async () => {
    const { store } = await open()
    const ids: string[] = []
    for (let count = 0; count < 7; count++) ids.push((await created(store)).userId)
    const pages: string[][] = []
    for (let last = ''; ; last = pages.at(-1)?.at(-1) ?? '') {
      const page = await store.accountsAfter(last, 3)
      pages.push(page.map(({ user }) => user.id))
      if (page.length === 0) break
    }
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1, 0])
    expect(pages.flat()).toEqual(ids.sort())
    const [first = ''] = ids
    expect(await store.accountsAfter('', 1)).toEqual([await store.find({ id: first })])
  })

  it('refuses everything once it is closed', async () => {
    const { store } = await open()
    const { userId } = await created(store)
    await store.close()
    await expect(store.create(accountOf())).rejects.toThrow(StoreUnavailable)
    await expect(decide(store, userId, {})).rejects.toThrow(StoreUnavailable)
    await expect(store.check()).rejects.toThrow(StoreUnavailable)
  })
}
