import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Account, emailKey, identityKey, usernameKey } from '../account.ts'
import { Conflict, type Store } from '../store.ts'
import { accountOf, connectionOf, created, type Open, tombstoneOf, userOf } from './fixtures.ts'

/** Ids, usernames, addresses and identities belong to one account. */
export function uniquenessContract(open: Open): void {
  it.each([
    ['id', { id: '6f1c4e5a-0000-4000-8000-000000000001' }, {}],
    ['username', { username: 'ADA' }, {}],
    ['username', { username: 'ＡＤＡ' }, {}],
    ['email', { email: 'ADA@example.org' }, {}],
    ['identity', {}, { uid: '1' }],
  ] as const)('says that the %s is taken, by %j %j', async (taken, changes, connection) => {
    const { store } = await open()
    const id = '6f1c4e5a-0000-4000-8000-000000000001'
    await created(store, { id, username: 'Ada', email: 'Ada@example.org' }, { uid: '1' })
    const creating = store.create(accountOf(changes, connection))
    await expect(creating).rejects.toBeInstanceOf(Conflict)
    await expect(creating).rejects.toMatchObject({ taken })
  })

  it('lets an account keep what is its own, in another spelling too', async () => {
    const { store } = await open()
    const { userId, user, connections } = await created(store, { username: 'ada', email: 'ada@example.org' })
    const account = { user: { ...user, username: 'Ada', email: 'Ada@example.org' }, connections }
    await store.change(userId, () => ({ account, result: null }))
    expect(await store.find({ email: 'ada@example.org' })).toEqual(account)
  })

  it('holds however accounts come, change and go', async () => {
    const { store } = await open()
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 20 }), async (steps) => {
        const model = new Model(store)
        for (const each of steps) await model.take(each)
        await model.compare()
      }),
      { numRuns: 25 },
    )
  }, 60_000)
}

const step = fc.record({
  kind: fc.constantFrom('create', 'change', 'delete'),
  who: fc.nat(2),
  username: fc.constantFrom('a', 'A', 'b', 'c'),
  email: fc.constantFrom(null, 'x', 'X', 'y'),
  uids: fc.uniqueArray(fc.constantFrom('1', '2', '3'), { minLength: 1 }),
})

type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** A model of what the store should hold. Names contain a salt, so that runs do not collide. */
class Model {
  readonly #store: Store
  readonly #salt = randomUUID()
  readonly #ids = [0, 1, 2].map(() => randomUUID())
  readonly #accounts = new Map<string, Account>()

  constructor(store: Store) {
    this.#store = store
  }

  async take({ kind, who, ...parts }: Step): Promise<void> {
    const id = this.#ids[who] ?? ''
    const isThere = this.#accounts.has(id)
    if (kind === 'delete') return this.#delete(id)
    const account = this.#accountOf(id, parts)
    const work =
      kind === 'create'
        ? this.#store.create(account)
        : this.#store.change(id, () => ({ account, result: undefined }))
    const isRefused =
      kind === 'create' ? isThere || this.#clashes(account) : isThere && this.#clashes(account)
    if (isRefused) return expect(work).rejects.toBeInstanceOf(Conflict)
    await work
    if (kind === 'create' || isThere) this.#accounts.set(id, account)
  }

  async compare(): Promise<void> {
    for (const id of this.#ids) expect(await this.#store.find({ id })).toEqual(this.#accounts.get(id))
    for (const name of ['a', 'b', 'c']) {
      const username = this.#salt + name
      expect(await this.#store.find({ username })).toEqual(
        this.#owner(({ user }) => usernameKey(user.username) === username),
      )
    }
    for (const name of ['x', 'y']) {
      const email = `${name}@${this.#salt}`
      expect(await this.#store.find({ email })).toEqual(
        this.#owner(({ user }) => user.email !== null && emailKey(user.email) === email),
      )
    }
    for (const name of ['1', '2', '3']) {
      const identity = { provider: 'github', uid: this.#salt + name }
      const isTheirs = ({ connections }: Account) => connections.some((each) => each.uid === identity.uid)
      expect(await this.#store.find(identity)).toEqual(this.#owner(isTheirs))
    }
  }

  async #delete(id: string): Promise<void> {
    await this.#store.change(id, () => ({ tombstone: tombstoneOf(id), result: undefined }))
    this.#accounts.delete(id)
  }

  #accountOf(id: string, { username, email, uids }: Pick<Step, 'username' | 'email' | 'uids'>): Account {
    const user = userOf({ id, username: this.#salt + username, email: email && `${email}@${this.#salt}` })
    const connections = uids.map((uid, n) =>
      connectionOf({ uid: this.#salt + uid, connectedAt: `2026-01-0${n + 1}T00:00:00.000Z` }),
    )
    return { user, connections }
  }

  #owner(isTheirs: (account: Account) => boolean): Account | undefined {
    return [...this.#accounts.values()].find(isTheirs)
  }

  #clashes(account: Account): boolean {
    const mine = new Set(keysOf(account))
    return [...this.#accounts.values()].some(
      (other) => other.user.id !== account.user.id && keysOf(other).some((key) => mine.has(key)),
    )
  }
}

function keysOf({ user, connections }: Account): string[] {
  const address = user.email === null ? [] : [`@${emailKey(user.email)}`]
  return [`name ${usernameKey(user.username)}`, ...address, ...connections.map(identityKey)]
}
