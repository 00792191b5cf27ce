import { emailKey, identityKey, usernameKey } from '../account.ts'
import { StoreRefused } from '../storeRefused.ts'
import type { Snapshot } from './document.ts'

/** Throws `StoreRefused` without suggesting a backup, because the file itself is undamaged. */
export function refuseContradiction(fact: string, file: string): never {
  throw new StoreRefused(
    `The data file ${file} contradicts itself: ${fact}. Nothing was touched: correct it by hand, without its checksum.`,
  )
}

/** Checks what every commit keeps true, because nothing else would notice a mistake made by hand. */
export function refuseContradictions({ accounts, sessions }: Snapshot, file: string): void {
  const refuse = (fact: string) => refuseContradiction(fact, file)
  const ids = new Set(accounts.map(({ user }) => user.id))
  const stray = sessions.find(({ userId }) => !ids.has(userId))
  if (stray) refuse(`the session ${stray.id} is of the user ${stray.userId}, who is not in the file`)
  const unique = {
    username: accounts.map(({ user }) => usernameKey(user.username)),
    address: accounts.flatMap(({ user }) => (user.email === null ? [] : emailKey(user.email))),
    identity: accounts.flatMap(({ connections }) => connections.map(identityKey)),
  }
  for (const [what, keys] of Object.entries(unique)) {
    const seen = new Set<string>()
    const twice = keys.find((key) => seen.size === seen.add(key).size)
    if (twice !== undefined) refuse(`two accounts have the ${what} ${twice}`)
  }
}
