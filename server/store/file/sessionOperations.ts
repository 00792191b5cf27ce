import type { Session } from '../account.ts'
import type { Store } from '../store.ts'
import type { Memory, Tools } from './memory.ts'

type SessionOperations = Pick<Store, 'findSession' | 'touchSession' | 'sessionsOf'>

/** The operations on sessions, except beginning and ending one. */
export function sessionOperations({ memory, mutate }: Tools): SessionOperations {
  const { accounts, sessions } = memory.tables
  return {
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
  }
}

/** All sessions of the user; newest visit first. */
export function sessionsOf(userId: string, { tables, indexes }: Memory): Session[] {
  const own = indexes.sessionsByUser.get(userId).flatMap((key) => tables.sessions.get(key) ?? [])
  return own.sort((a, b) => b.lastSeenAt - a.lastSeenAt)
}
