import type { Session } from '../account.ts'
import type { SessionAge, Store } from '../store.ts'
import { copy } from './copy.ts'
import { addEvents } from './eventOperations.ts'
import type { Memory, Mutate } from './memory.ts'
import { withLinks } from './withLinks.ts'

type SessionOperations = Pick<
  Store,
  'findSession' | 'touchSession' | 'endSession' | 'sessionsOf' | 'endSessions'
>

/** The operations on sessions that are there already; they begin with a sign-in. */
export function sessionOperations(memory: Memory, mutate: Mutate): SessionOperations {
  const { sessions } = memory
  const own = (userId: string): Session[] =>
    memory.indexes.sessionsByUser.get(userId).flatMap((key) => sessions.get(key) ?? [])
  return {
    async findSession(idHash, age) {
      const session = sessions.get(idHash)
      if (!session || isTooOld(session, age)) return undefined
      const account = withLinks(memory, session.userId)
      if (account?.user.leavingSince !== null) return undefined
      // Named one by one: V8 puts what is spread into a larger object among those that it seldom clears up.
      return { user: account.user, links: account.links, session: { ...session } }
    },
    touchSession: (idHash, lastSeenAt) =>
      mutate((tx) => {
        const session = sessions.get(idHash)
        if (session) tx.put('sessions', idHash, { ...session, lastSeenAt })
      }),
    endSession: (idHash) =>
      mutate((tx) => {
        if (sessions.has(idHash)) tx.put('sessions', idHash, undefined)
      }),
    async sessionsOf(userId, age) {
      const open = own(userId).filter((session) => !isTooOld(session, age))
      return copy(open.sort((a, b) => b.lastSeenAt - a.lastSeenAt))
    },
    endSessions: (userId, which, events) =>
      mutate((tx) => {
        const isMeant = ({ id, idHash }: Session) =>
          'id' in which ? id === which.id : idHash !== which.allBut
        const meant = own(userId).filter(isMeant)
        for (const { idHash } of meant) tx.put('sessions', idHash, undefined)
        if (meant.length > 0) addEvents(events, { memory, tx })
        return meant.length
      }),
  }
}

/** See `SessionAge`. */
export function isTooOld(session: Session, { seenSince, createdSince }: SessionAge): boolean {
  return session.lastSeenAt < seenSince || session.createdAt < createdSince
}
