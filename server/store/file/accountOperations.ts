import { Conflict, type Store } from '../store.ts'
import { copy } from './copy.ts'
import { addEvents } from './eventOperations.ts'
import { addJobs } from './jobOperations.ts'
import { linkKey, type Memory, type Mutate } from './memory.ts'
import { putUser } from './signInOperations.ts'

type AccountOperations = Pick<Store, 'setAddress' | 'setLanguage' | 'disconnect' | 'jobsOf' | 'findJobs'>

/** What people change of their accounts, and what they may know of them. */
export function accountOperations(memory: Memory, mutate: Mutate, now: () => number): AccountOperations {
  const { users, links, jobs, indexes } = memory
  const active = (userId: string) => {
    const user = users.get(userId)
    return user?.isActive && user.leavingSince === null ? user : undefined
  }
  return {
    async setAddress(userId, { email, replaces, welcomedAt, jobs: newJobs, events }) {
      try {
        return await mutate((tx) => {
          const user = active(userId)
          if (!user) return 'gone'
          if (user.email !== replaces) return 'changed'
          const change = { memory, tx, now }
          putUser({ ...user, email, emailVerified: true, welcomedAt: user.welcomedAt ?? welcomedAt }, change)
          addJobs(newJobs, change)
          addEvents(events, change)
          return 'done'
        })
      } catch (error) {
        if (error instanceof Conflict) return 'taken'
        throw error
      }
    },
    setLanguage: (userId, language) =>
      mutate((tx) => {
        const user = active(userId)
        if (user && user.language !== language) tx.put('users', userId, { ...user, language })
      }),
    disconnect: (userId, { provider, uid, tweetKey, jobs: newJobs, events }) =>
      mutate((tx) => {
        const user = active(userId)
        const key = linkKey(provider, uid)
        if (!user || links.get(key)?.userId !== userId) return 'gone'
        if (indexes.linksByUser.get(userId).length < 2) return 'last'
        tx.put('links', key, undefined)
        if (user.tweetOffer?.uid === uid) tx.put('users', userId, { ...user, tweetOffer: null })
        const post = jobs.get(indexes.jobByKey.get(tweetKey) ?? '')
        if (post && post.state !== 'running') tx.put('jobs', post.id, undefined)
        addJobs(newJobs, { memory, tx, now })
        addEvents(events, { memory, tx })
        return 'done'
      }),
    async jobsOf(userId) {
      const own = indexes.jobsByUser.get(userId).flatMap((id) => jobs.get(id) ?? [])
      return copy(own.sort((a, b) => a.enqueuedAt - b.enqueuedAt))
    },
    findJobs: async (ids) => copy(ids.flatMap((id) => jobs.get(id) ?? [])),
  }
}
