import { type Account, emailKey, identityKey, type Session, type Tombstone, usernameKey } from '../account.ts'
import { type AccountKey, Conflict, type Decision, type Store, type Taken } from '../store.ts'
import { addEvents, forgetOrigins } from './eventOperations.ts'
import { byText, leastOf } from './leastOf.ts'
import type { Memory, Tools, Transaction } from './memory.ts'
import { addJobs } from './queue.ts'

/** The operations on accounts and their sessions. */
export function accountOperations({ memory, mutate, now }: Tools) {
  const { accounts, sessions } = memory.tables
  return {
    find: async (key) => accountOf(key, memory),
    create: (account, consequences = {}) =>
      mutate((tx) => {
        if (accounts.has(account.user.id)) throw conflict('id')
        apply(account.user.id, { ...consequences, account }, { tx, at: now() })
      }),
    change: (userId, decide) =>
      mutate((tx) => {
        const account = accounts.get(userId)
        if (!account) return undefined
        const decision = decide({ account, sessions: sessionsOf(userId, memory) })
        apply(userId, decision, { tx, at: now() })
        return decision.result
      }),
    async accountsAfter(userId, limit) {
      // Sorting all ids would block the event loop.
      const next = leastOf(limit, byText)
      for (const id of accounts.keys()) if (id > userId) next.add(id)
      return next.sorted().flatMap((id) => accounts.get(id) ?? [])
    },
    async findTombstone(fingerprint) {
      const found = memory.indexes.tombstones.get(fingerprint)
      return found.sort((a, b) => b.deletedAt.localeCompare(a.deletedAt))[0]
    },
    async findSession(idHash) {
      const session = sessions.get(idHash)
      const account = session && accounts.get(session.userId)
      return account && { account, session }
    },
    touchSession: (idHash, lastSeenAt) =>
      mutate((tx) => {
        const session = sessions.get(idHash)
        if (session) tx.put('sessions', idHash, { ...session, lastSeenAt })
      }),
    sessionsOf: async (userId) => sessionsOf(userId, memory),
  } satisfies Partial<Store>
}

function accountOf(key: AccountKey, { tables, indexes }: Memory): Account | undefined {
  if ('id' in key) return tables.accounts.get(key.id)
  if ('uid' in key) return indexes.byIdentity.get(identityKey(key))
  if ('email' in key) return indexes.byEmail.get(emailKey(key.email))
  return indexes.byUsername.get(usernameKey(key.username))
}

/** All sessions of the user; newest visit first. */
export function sessionsOf(userId: string, { indexes }: Memory): Session[] {
  return indexes.sessionsByUser.get(userId).sort((a, b) => b.lastSeenAt - a.lastSeenAt)
}

function apply(
  userId: string,
  decision: Omit<Decision<unknown>, 'result'>,
  { tx, at }: { tx: Transaction; at: number },
): void {
  const { account, ends = [], begins, tombstone, jobs = [], events = [] } = decision
  if (account && !tombstone) putAccount(userId, account, tx)
  for (const idHash of ends) tx.put('sessions', idHash, undefined)
  if (begins) tx.put('sessions', begins.idHash, begins)
  if (tombstone) bury(tombstone, userId, tx)
  addJobs(jobs, { tx, at, isTrace: tombstone !== undefined })
  addEvents(events, tx)
  if (tombstone) forgetOrigins(userId, tx)
}

/** Deletes an account that came back after its deletion, together with its old jobs. */
export function deleteAccountAgain(tombstone: Tombstone, tx: Transaction): void {
  const { userId } = tombstone
  const jobs = tx.memory.indexes.jobsByUser.get(userId)
  bury(tombstone, userId, tx)
  for (const { id } of jobs) tx.put('jobs', id, undefined)
  forgetOrigins(userId, tx)
}

function putAccount(userId: string, account: Account, tx: Transaction): void {
  if (account.user.id !== userId) throw new Error('an account cannot become another')
  const taken = takenOf(account, tx.memory)
  if (taken) throw conflict(taken)
  const connections = account.connections.toSorted((a, b) => a.connectedAt.localeCompare(b.connectedAt))
  tx.put('accounts', userId, { user: account.user, connections })
}

/** The unique field of the account that another account has. */
function takenOf({ user, connections }: Account, { indexes }: Memory): Taken | undefined {
  const isOthers = (owner: Account | undefined) => owner !== undefined && owner.user.id !== user.id
  if (isOthers(indexes.byUsername.get(usernameKey(user.username)))) return 'username'
  if (user.email !== null && isOthers(indexes.byEmail.get(emailKey(user.email)))) return 'email'
  const keys = connections.map(identityKey)
  if (keys.some((key) => isOthers(indexes.byIdentity.get(key)))) return 'identity'
  return new Set(keys).size < keys.length ? 'identity' : undefined
}

function conflict(taken: Taken): Conflict {
  return new Conflict(`the ${taken} is another account's`, { taken })
}

function bury(tombstone: Tombstone, userId: string, tx: Transaction): void {
  const { sessionsByUser, deadByUser } = tx.memory.indexes
  for (const { idHash } of sessionsByUser.get(userId)) tx.put('sessions', idHash, undefined)
  for (const { id } of deadByUser.get(userId)) tx.put('deadLetters', id, undefined)
  tx.put('accounts', userId, undefined)
  tx.put('tombstones', userId, tombstone)
}
