import { emailKey, identityKey, usernameKey } from '../account.ts'
import { Damaged, parseContent, refuseContradiction } from './damaged.ts'
import { type Snapshot, snapshotSchema } from './document.ts'
import { isVersionOne, migrate } from './versionOne.ts'

/**
 * Reads a snapshot without a checksum at its end: it was edited by hand, or is of version 1. Throws `Damaged` when it
 * is neither, and `StoreRefused` when it contradicts itself.
 */
export function parseEdited(text: string, file: string): Snapshot {
  const content = parseJson(text, file)
  const snapshot = isVersionOne(content)
    ? migrate(content, text, file)
    : parseContent(snapshotSchema, withoutChecksum(content, file), file)
  refuseContradictions(snapshot, file)
  return snapshot
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Damaged(file, `it is no JSON (${cause instanceof Error ? cause.message : cause})`, { cause })
  }
}

function withoutChecksum(content: unknown, file: string): unknown {
  if (typeof content !== 'object' || content === null || !('checksum' in content)) return content
  throw new Damaged(
    file,
    'its checksum is not at its end, where it belongs; remove the field after an edit by hand',
  )
}

/** Checks what every commit keeps true, because nothing else would notice a mistake made by hand. */
function refuseContradictions({ accounts, sessions }: Snapshot, file: string): void {
  const ids = new Set(accounts.map(({ user }) => user.id))
  const stray = sessions.find(({ userId }) => !ids.has(userId))
  if (stray)
    refuseContradiction(
      `the session ${stray.id} is of the user ${stray.userId}, who is not in the file`,
      file,
    )
  const unique = {
    username: accounts.map(({ user }) => usernameKey(user.username)),
    address: accounts.flatMap(({ user }) => (user.email === null ? [] : emailKey(user.email))),
    identity: accounts.flatMap(({ connections }) => connections.map(identityKey)),
  }
  for (const [what, keys] of Object.entries(unique)) {
    const seen = new Set<string>()
    const twice = keys.find((key) => seen.size === seen.add(key).size)
    if (twice !== undefined) refuseContradiction(`two accounts have the ${what} ${twice}`, file)
  }
}
