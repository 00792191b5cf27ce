import {
  emailKey,
  type Link,
  type Session,
  tombstone,
  type User,
  type UserWithLinks,
  usernameKey,
} from '../../user.ts'
import { Conflict, type SessionAge, type SignInPlan, type Store } from '../store.ts'
import { addEvents, forgetOrigins } from './eventOperations.ts'
import { addJobs } from './jobOperations.ts'
import { type Change, linkKey, type Memory, type Mutate, type Transaction } from './memory.ts'

type AccountOperations = Pick<
  Store,
  | 'findSession'
  | 'touchSession'
  | 'endSession'
  | 'findLink'
  | 'newestLink'
  | 'findUser'
  | 'findUserByEmail'
  | 'isUsernameTaken'
  | 'commitSignIn'
  | 'acceptTweet'
  | 'declineTweet'
  | 'deleteAccount'
>

/** The operations on users, links and sessions. */
export function accountOperations(memory: Memory, mutate: Mutate, now: () => number): AccountOperations {
  return { ...reads(memory), ...sessionWrites(memory, mutate), ...accountWrites(memory, mutate, now) }
}

function reads(memory: Memory) {
  const { users, links, sessions, indexes } = memory
  return {
    async findSession(idHash, age) {
      const session = sessions.get(idHash)
      if (!session || isTooOld(session, age)) return undefined
      const account = withLinks(memory, session.userId)
      return account && { ...account, session: { ...session } }
    },
    async findLink(provider, uid) {
      const link = links.get(linkKey(provider, uid))
      const user = link && users.get(link.userId)
      return link && user && structuredClone({ link, user })
    },
    newestLink: async () => structuredClone([...links.values()].at(-1)),
    findUser: async (id) => withLinks(memory, id),
    findUserByEmail: async (address) => withLinks(memory, indexes.userByEmail.get(emailKey(address))),
    isUsernameTaken: async (username) => indexes.userByUsername.has(usernameKey(username)),
  } satisfies Partial<Store>
}

function sessionWrites({ sessions }: Memory, mutate: Mutate) {
  return {
    touchSession: (idHash, lastSeenAt) =>
      mutate((tx) => {
        const session = sessions.get(idHash)
        if (session) tx.put('sessions', idHash, { ...session, lastSeenAt })
      }),
    endSession: (idHash) =>
      mutate((tx) => {
        if (sessions.has(idHash)) tx.put('sessions', idHash, undefined)
      }),
  } satisfies Partial<Store>
}

function accountWrites(memory: Memory, mutate: Mutate, now: () => number) {
  const { users } = memory
  return {
    commitSignIn: (plan) => mutate((tx) => commitSignIn(plan, { memory, tx, now })),
    acceptTweet: (userId, { consent, job, events }) =>
      mutate((tx) => {
        const user = users.get(userId)
        if (user?.tweetOffer?.uid !== consent.uid) return false
        const tweetConsents = [...user.tweetConsents, { ...consent }]
        tx.put('users', userId, { ...user, tweetOffer: null, tweetConsents })
        addJobs([job], { memory, tx, now })
        addEvents(events, { memory, tx })
        return true
      }),
    declineTweet: (userId, events) =>
      mutate((tx) => {
        const user = users.get(userId)
        if (!user?.tweetOffer) return false
        tx.put('users', userId, { ...user, tweetOffer: null })
        addEvents(events, { memory, tx })
        return true
      }),
    deleteAccount: (userId, jobs, events) =>
      mutate((tx) => {
        const user = users.get(userId)
        if (!user?.isActive) return false
        removeAllOf(userId, memory, tx)
        tx.put('users', userId, tombstone(user))
        addJobs(jobs, { memory, tx, now })
        addEvents(events, { memory, tx })
        forgetOrigins(userId, { memory, tx })
        return true
      }),
  } satisfies Partial<Store>
}

function commitSignIn(plan: SignInPlan, change: Change): void {
  const { memory, tx } = change
  const user = plan.user.isNew ? plan.user.user : changed(plan.user, memory)
  putUser(user, plan.user.isNew, change)
  putLink(plan.link, plan.newAssociation, change)
  if (plan.link.userId !== user.id || plan.session.userId !== user.id) throw new Conflict('another user')
  const replaced = memory.sessions.get(plan.replacesSession ?? '')
  if (plan.continuesSession && !replaced) throw new Conflict('who asked for it has signed out')
  if (replaced) tx.put('sessions', replaced.idHash, undefined)
  tx.put('sessions', plan.session.idHash, { ...plan.session })
  addJobs(plan.jobs, change)
  addEvents(plan.events, change)
}

/** See `SessionAge`. */
export function isTooOld(session: Session, { seenSince, createdSince }: SessionAge): boolean {
  return session.lastSeenAt < seenSince || session.createdAt < createdSince
}

function changed({ id, changes }: { id: string; changes: Partial<User> }, memory: Memory): User {
  const user = memory.users.get(id)
  if (!user?.isActive) throw new Conflict('the user is gone')
  return { ...user, ...structuredClone(changes) }
}

function putUser(user: User, isNew: boolean, { memory, tx }: Change): void {
  const { users, indexes } = memory
  if (isNew && users.has(user.id)) throw new Conflict('the user exists')
  const namesake = indexes.userByUsername.get(usernameKey(user.username))
  if (namesake !== undefined && namesake !== user.id) throw new Conflict('the username is taken')
  const holderId = user.email === null ? undefined : indexes.userByEmail.get(emailKey(user.email))
  const holder = holderId === undefined || holderId === user.id ? undefined : users.get(holderId)
  if (holder && (holder.emailVerified || !user.emailVerified)) throw new Conflict('the address is taken')
  if (holder) tx.put('users', holder.id, { ...holder, email: null })
  tx.put('users', user.id, structuredClone(user))
}

function putLink(link: Link, newAssociation: boolean, { memory, tx }: Change): void {
  const key = linkKey(link.provider, link.uid)
  const stored = memory.links.get(key)
  if (newAssociation && stored) throw new Conflict('the identity is connected already')
  if (!newAssociation && stored?.userId !== link.userId)
    throw new Conflict('the link is gone or another user’s')
  tx.put('links', key, structuredClone(link))
}

function removeAllOf(userId: string, { links, sessions, jobs, indexes }: Memory, tx: Transaction): void {
  for (const key of indexes.linksByUser.get(userId)) if (links.has(key)) tx.put('links', key, undefined)
  for (const key of indexes.sessionsByUser.get(userId))
    if (sessions.has(key)) tx.put('sessions', key, undefined)
  for (const id of indexes.jobsByUser.get(userId)) {
    if (jobs.get(id)?.state !== 'running') tx.put('jobs', id, undefined)
  }
}

function withLinks({ users, links, indexes }: Memory, userId: string | undefined): UserWithLinks | undefined {
  const user = userId === undefined ? undefined : users.get(userId)
  if (!user?.isActive) return undefined
  const own = indexes.linksByUser.get(user.id).flatMap((key) => links.get(key) ?? [])
  own.sort((a, b) => a.connectedAt.localeCompare(b.connectedAt))
  return structuredClone({ user, links: own })
}
