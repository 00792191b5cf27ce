import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { createSealer } from '../../server/seal.ts'
import type { Account, Session } from '../../server/store/account.ts'
import { openFileStore } from '../../server/store/file/fileStore.ts'

/** The options for opening a store beside the servers under test: the same secret, and no log. */
export const storeOptions = {
  now: Date.now,
  log: pino({ enabled: false }),
  sealer: createSealer({ secrets: ['x'.repeat(32)], now: Date.now }),
}

/** Stores `count` accounts, each with a connection and a session, in the data file of a stopped server. */
export async function fillWithAccounts(file: string, count: number): Promise<void> {
  const { store } = await openFileStore({ file, ...storeOptions })
  const create = async (index: number) => {
    const account = accountOf(index)
    await store.create(account, { begins: sessionOf(account) })
  }
  await Promise.all(Array.from({ length: count }, (_, index) => create(index)))
  await store.close()
}

/** An account with a GitHub connection. `index` makes its username, address and uid unique. */
export function accountOf(index: number): Account {
  const username = `resident${index}`
  const createdAt = new Date().toISOString()
  return {
    user: {
      id: randomUUID(),
      username,
      name: `Resident ${index}`,
      email: `${username}@example.org`,
      formerEmails: [],
      avatarUrl: `https://avatars.example.org/u/${index}?v=4`,
      createdAt,
      language: 'en',
      welcomedAt: createdAt,
      leavingSince: null,
      lock: null,
      tweetOffer: null,
      tweetConsents: [],
    },
    connections: [
      {
        provider: 'github',
        uid: String(9_000_000 + index),
        username,
        // The length of a sealed token.
        credentials: 'x'.repeat(300),
        extraData: {},
        connectedAt: createdAt,
      },
    ],
  }
}

function sessionOf({ user, connections }: Account): Session {
  const now = Date.now()
  return {
    idHash: randomUUID().repeat(2).slice(0, 43),
    id: randomUUID(),
    userId: user.id,
    browser: 'Firefox',
    system: 'Linux',
    network: '192.0.2.0/24',
    identity: connections[0] ? { provider: connections[0].provider, uid: connections[0].uid } : null,
    createdAt: now,
    since: now,
    confirmedAt: now,
    lastSeenAt: now,
  }
}
