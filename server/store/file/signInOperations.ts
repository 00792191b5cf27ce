import { emailKey, type Link, type User, usernameKey } from '../account.ts'
import { Conflict, type SignInPlan, type Store } from '../store.ts'
import { copy } from './copy.ts'
import { addEvents } from './eventOperations.ts'
import { addJobs } from './jobOperations.ts'
import { type Change, linkKey, type Memory, type Mutate } from './memory.ts'
import { withLinks } from './withLinks.ts'

type SignInOperations = Pick<
  Store,
  | 'findLink'
  | 'newestLink'
  | 'findUser'
  | 'findLeaving'
  | 'findUserByEmail'
  | 'isUsernameTaken'
  | 'commitSignIn'
>

/** What signing in reads and commits. */
export function signInOperations(memory: Memory, mutate: Mutate, now: () => number): SignInOperations {
  const { users, links, indexes } = memory
  return {
    async findLink(provider, uid) {
      const link = links.get(linkKey(provider, uid))
      const user = link && users.get(link.userId)
      return link && user && copy({ link, user })
    },
    newestLink: async () => copy([...links.values()].at(-1)),
    async findUser(id) {
      const found = withLinks(memory, id)
      return found?.user.leavingSince === null ? found : undefined
    },
    async findLeaving(id) {
      const found = withLinks(memory, id)
      return found && found.user.leavingSince !== null ? found : undefined
    },
    findUserByEmail: async (address) => withLinks(memory, indexes.userByEmail.get(emailKey(address))),
    isUsernameTaken: async (username) => indexes.userByUsername.has(usernameKey(username)),
    commitSignIn: (plan) => mutate((tx) => commitSignIn(plan, { memory, tx, now })),
  }
}

function commitSignIn(plan: SignInPlan, change: Change): void {
  const { memory, tx } = change
  const user = plan.user.isNew ? plan.user.user : changed(plan.user, memory)
  if (plan.user.isNew && memory.users.has(user.id)) throw new Conflict('the user exists')
  putUser(user, change)
  putLink(plan.link, plan.newAssociation, change)
  if (plan.link.userId !== user.id || plan.session.userId !== user.id) throw new Conflict('another user')
  const replaced = memory.sessions.get(plan.replacesSession ?? '')
  if (plan.continuesSession && !replaced) throw new Conflict('who asked for it has signed out')
  if (replaced) tx.put('sessions', replaced.idHash, undefined)
  tx.put('sessions', plan.session.idHash, { ...plan.session })
  addJobs(plan.jobs, change)
  addEvents(plan.events, change)
}

function changed({ id, changes }: { id: string; changes: Partial<User> }, memory: Memory): User {
  const user = memory.users.get(id)
  if (!user?.isActive || user.leavingSince !== null) throw new Conflict('the user is gone')
  return { ...user, ...copy(changes) }
}

/** Sets the row of an active user. Throws `Conflict` when the username or the address is another's. */
export function putUser(user: User, { memory, tx }: Change): void {
  const { users, indexes } = memory
  const namesake = indexes.userByUsername.get(usernameKey(user.username))
  if (namesake !== undefined && namesake !== user.id) throw new Conflict('the username is taken')
  const holderId = user.email === null ? undefined : indexes.userByEmail.get(emailKey(user.email))
  const holder = holderId === undefined || holderId === user.id ? undefined : users.get(holderId)
  if (holder && (holder.emailVerified || !user.emailVerified)) throw new Conflict('the address is taken')
  if (holder) tx.put('users', holder.id, { ...holder, email: null })
  tx.put('users', user.id, copy(user))
}

function putLink(link: Link, newAssociation: boolean, { memory, tx }: Change): void {
  const key = linkKey(link.provider, link.uid)
  const stored = memory.links.get(key)
  if (newAssociation && stored) throw new Conflict('the identity is connected already')
  if (!newAssociation && stored?.userId !== link.userId)
    throw new Conflict('the link is gone or another user’s')
  tx.put('links', key, copy(link))
}
