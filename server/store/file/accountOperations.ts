import { type Account, emailKey, identityKey, type Tombstone, usernameKey } from '../account.ts'
import { type AccountKey, Conflict, type Decision, type Store, type Taken } from '../store.ts'
import { addEvents, forgetOrigins } from './eventOperations.ts'
import { byText, leastOf } from './leastOf.ts'
import type { Changing, Memory, Tools } from './memory.ts'
import { addJobs } from './queue.ts'
import { sessionsOf } from './sessionOperations.ts'

type AccountOperations = Pick<Store, 'find' | 'create' | 'change' | 'accountsAfter' | 'findTombstone'>

/** The operations on accounts. */
export function accountOperations(tools: Tools): AccountOperations {
  const { memory, mutate } = tools
  const { accounts } = memory.tables
  return {
    find: async (key) => accounts.get(idOf(key, memory) ?? ''),
    create: (account, consequences = {}) =>
      mutate((tx) => {
        if (accounts.has(account.user.id)) throw conflict('id')
        apply(account.user.id, { ...consequences, account }, { ...tools, tx })
      }),
    change: (userId, decide) =>
      mutate((tx) => {
        const account = accounts.get(userId)
        if (!account) return undefined
        const decision = decide({ account, sessions: sessionsOf(userId, memory) })
        apply(userId, decision, { ...tools, tx })
        return decision.result
      }),
    async accountsAfter(userId, limit) {
      // Sorting all ids would block the event loop.
      const next = leastOf(limit, byText)
      for (const id of accounts.keys()) if (id > userId) next.add(id)
      return next.sorted().flatMap((id) => accounts.get(id) ?? [])
    },
    async findTombstone(fingerprint) {
      const ids = memory.indexes.tombstones.get(fingerprint)
      const found = ids.flatMap((id) => memory.tables.tombstones.get(id) ?? [])
      return found.sort((a, b) => b.deletedAt.localeCompare(a.deletedAt))[0]
    },
  }
}

function idOf(key: AccountKey, { indexes }: Memory): string | undefined {
  if ('id' in key) return key.id
  if ('uid' in key) return indexes.byIdentity.get(identityKey(key))
  if ('email' in key) return indexes.byEmail.get(emailKey(key.email))
  return indexes.byUsername.get(usernameKey(key.username))
}

function apply(userId: string, decision: Omit<Decision<unknown>, 'result'>, changing: Changing): void {
  const { tx } = changing
  const { account, ends = [], begins, tombstone, jobs = [], events = [] } = decision
  if (account && !tombstone) putAccount(userId, account, changing)
  for (const idHash of ends) tx.put('sessions', idHash, undefined)
  if (begins) tx.put('sessions', begins.idHash, begins)
  if (tombstone) {
    removeAllOf(userId, changing)
    tx.put('tombstones', userId, tombstone)
  }
  addJobs(jobs, { ...changing, isTrace: tombstone !== undefined })
  addEvents(events, changing)
  if (tombstone) forgetOrigins(userId, changing)
}

/** Deletes an account that came back after its deletion, together with its old jobs. */
export function deleteAccountAgain(tombstone: Tombstone, changing: Changing): void {
  const { userId } = tombstone
  const { memory, tx } = changing
  const jobIds = [...memory.indexes.jobsByUser.get(userId)]
  apply(userId, { tombstone }, changing)
  for (const id of jobIds) tx.put('jobs', id, undefined)
}

function putAccount(userId: string, account: Account, { memory, tx }: Changing): void {
  if (account.user.id !== userId) throw new Error('an account cannot become another')
  const taken = takenOf(account, memory)
  if (taken) throw conflict(taken)
  const connections = account.connections.toSorted((a, b) => a.connectedAt.localeCompare(b.connectedAt))
  tx.put('accounts', userId, { user: account.user, connections })
}

/** The unique field of the account that another account has. */
function takenOf({ user, connections }: Account, { indexes }: Memory): Taken | undefined {
  const isOthers = (owner: string | undefined) => owner !== undefined && owner !== user.id
  if (isOthers(indexes.byUsername.get(usernameKey(user.username)))) return 'username'
  if (user.email !== null && isOthers(indexes.byEmail.get(emailKey(user.email)))) return 'email'
  const keys = connections.map(identityKey)
  if (keys.some((key) => isOthers(indexes.byIdentity.get(key)))) return 'identity'
  return new Set(keys).size < keys.length ? 'identity' : undefined
}

function conflict(taken: Taken): Conflict {
  return new Conflict(`the ${taken} is another account's`, { taken })
}

function removeAllOf(userId: string, { memory, tx }: Changing): void {
  const { indexes } = memory
  for (const idHash of indexes.sessionsByUser.get(userId)) tx.put('sessions', idHash, undefined)
  for (const id of indexes.deadByUser.get(userId)) tx.put('deadLetters', id, undefined)
  tx.put('accounts', userId, undefined)
}
