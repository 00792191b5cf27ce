import type { UserWithLinks } from '../account.ts'
import { copy } from './copy.ts'
import type { Memory } from './memory.ts'

/** An active user with their links, oldest first; a copy. */
export function withLinks(
  { users, links, indexes }: Memory,
  userId: string | undefined,
): UserWithLinks | undefined {
  const user = userId === undefined ? undefined : users.get(userId)
  if (!user?.isActive) return undefined
  const own = indexes.linksByUser.get(user.id).flatMap((key) => links.get(key) ?? [])
  own.sort((a, b) => a.connectedAt.localeCompare(b.connectedAt))
  return copy({ user, links: own })
}
