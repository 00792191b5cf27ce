import { readConfig } from '../../config.ts'
import type { Profile } from '../../providers/provider.ts'
import {
  type Account,
  type Connection,
  emailKey,
  identityKey,
  type Tombstone,
  type User,
  usernameKey,
} from '../../store/account.ts'
import type { AccountKey } from '../../store/store.ts'
import type { Context, Patch, Refusal, StepTools } from '../pipeline.ts'

/** The time of every sign-in in the tests of the steps. */
export const NOW = '2026-11-01T12:00:00.000Z'

/** Ada's profile at GitHub. */
export const ADA: Profile = {
  uid: '1815',
  username: 'ada',
  name: 'Ada Lovelace',
  email: 'ada@example.org',
  emailVerified: true,
  avatarUrl: 'https://pictures.example/ada.png',
  extraData: { company: 'Analytical Engines' },
}

/** A stored user. */
export function userWith(changes: Partial<User> = {}): User {
  return {
    id: 'user-1',
    username: 'ada',
    name: 'Ada',
    email: 'ada@example.org',
    formerEmails: [],
    avatarUrl: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    language: 'en',
    welcomedAt: '2026-01-01T00:00:00.000Z',
    leavingSince: null,
    lock: null,
    tweetOffer: null,
    tweetConsents: [],
    ...changes,
  }
}

/** A stored connection. */
export function connectionWith(changes: Partial<Connection> = {}): Connection {
  return {
    provider: 'github',
    uid: '1815',
    username: 'ada-before',
    credentials: 'sealed before',
    extraData: { profileReadAt: '2026-10-01T00:00:00.000Z', company: 'Babbage' },
    connectedAt: '2026-01-01T00:00:00.000Z',
    ...changes,
  }
}

/** A stored account: the user and her connection to GitHub. */
export function accountWith(user: Partial<User> = {}, connections = [connectionWith()]): Account {
  return { user: userWith(user), connections }
}

/** The context of a sign-in through GitHub. */
export function contextWith(changes: Partial<Context> = {}): Context {
  return {
    provider: { id: 'github', label: 'GitHub' },
    profile: ADA,
    credentials: 'sealed now',
    currentAccount: null,
    language: 'de',
    now: NOW,
    account: null,
    user: null,
    isNew: false,
    username: null,
    connection: null,
    newAssociation: false,
    ...changes,
  }
}

/** Step tools that read these accounts and tombstones. A fingerprint is the text itself in brackets. */
export function toolsWith({
  accounts = [],
  tombstones = [],
}: {
  accounts?: Account[]
  tombstones?: Tombstone[]
} = {}): StepTools {
  return {
    config: readConfig({ AUDIT_DAYS: '90' }, []),
    fingerprint: (text) => `(${text})`,
    store: {
      find: async (key) => accounts.find((account) => isMeant(account, key)),
      findTombstone: async (fingerprint) =>
        tombstones.find((one) => one.username === fingerprint || one.identities.includes(fingerprint)),
    },
  }
}

/** The decisions of a step that does not refuse. */
export function patchOf(result: Patch | Refusal): Patch {
  if ('refused' in result) throw new Error(`the step refused: ${result.refused}`)
  return result
}

function isMeant({ user, connections }: Account, key: AccountKey): boolean {
  if ('id' in key) return user.id === key.id
  if ('email' in key) return user.email !== null && emailKey(user.email) === emailKey(key.email)
  if ('username' in key) return usernameKey(user.username) === usernameKey(key.username)
  return connections.some((connection) => identityKey(connection) === identityKey(key))
}
