import { randomInt } from 'node:crypto'
import { identityKey, usernameKey } from '../../store/account.ts'
import type { Step, StepTools } from '../pipeline.ts'

const MAX_LENGTH = 60
const COUNTED_SUFFIXES = 9

/**
 * Chooses the username of a new user: the one at the provider, with a suffix when an account has it or had it
 * lately. The username of a deleted account is reserved for AUDIT_DAYS, so that nobody is mistaken for its
 * former owner.
 */
export const getUsername: Step = async ({ user, provider, profile, now }, tools) => {
  if (user) return {}
  const cut = profile.username.replace(/\s+/gu, '-').slice(0, MAX_LENGTH)
  // The cut may leave half of a surrogate pair. Names that differ only there are equal as UTF-8.
  const base = cut.replace(/\p{Cs}/gu, '')
  const owner = tools.fingerprint(identityKey({ provider: provider.id, uid: profile.uid }))
  return { username: await firstFree(base, { owner, now }, tools) }
}

/** The identity that needs a username, as a tombstone's fingerprint, and the time. */
interface Asker {
  owner: string
  /** ISO 8601. */
  now: string
}

async function firstFree(base: string, asker: Asker, tools: StepTools): Promise<string> {
  for (let count = 1; count <= COUNTED_SUFFIXES; count++) {
    const candidate = count === 1 ? base : `${base}-${count}`
    if (await isFree(candidate, asker, tools)) return candidate
  }
  // For a popular name a random suffix is faster than counting. If that is taken as well, the commit throws
  // `Conflict` and the steps run again.
  return `${base}-${randomInt(1_000_000)}`
}

async function isFree(username: string, { owner, now }: Asker, tools: StepTools): Promise<boolean> {
  const { store, config, fingerprint } = tools
  if (await store.find({ username })) return false
  const tombstone = await store.findTombstone(fingerprint(usernameKey(username)))
  if (!tombstone || tombstone.identities.includes(owner)) return true
  return Date.parse(tombstone.deletedAt) < Date.parse(now) - config.auditMs
}
