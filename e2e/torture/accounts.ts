import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { openFileStore } from '../../server/store/file/fileStore.ts'
import type { SignInPlan } from '../../server/store/store.ts'
import type { Link, Session, User } from '../../server/user.ts'

/** Puts so many accounts, each with a link and a session, into the data file of a server that is stopped. */
export async function fillWithAccounts(file: string, count: number): Promise<void> {
  const store = await openFileStore({ file, now: Date.now, log: pino({ enabled: false }) })
  await Promise.all(Array.from({ length: count }, (_, index) => store.commitSignIn(planOf(index))))
  await store.close()
}

/** The first sign-in of somebody with that number. */
export function planOf(index: number): SignInPlan {
  const user = accountOf(index)
  return {
    user: { isNew: true, user },
    link: linkOf(user, index),
    newAssociation: true,
    session: sessionOf(user),
    replacesSession: null,
    continuesSession: false,
    jobs: [],
    events: [],
  }
}

function accountOf(index: number): User {
  return {
    id: randomUUID(),
    username: `resident${index}`,
    name: `Resident ${index}`,
    email: `resident${index}@example.org`,
    emailVerified: true,
    avatarUrl: `https://avatars.example.org/u/${index}?v=4`,
    isActive: true,
    createdAt: new Date().toISOString(),
    language: 'en',
    welcomedAt: new Date().toISOString(),
    leavingSince: null,
    tweetOffer: null,
    tweetConsents: [],
  }
}

function linkOf({ id, username, createdAt }: User, index: number): Link {
  return {
    provider: 'github',
    uid: String(9_000_000 + index),
    userId: id,
    username,
    // As long as a sealed token is.
    credentials: 'x'.repeat(300),
    extraData: {},
    connectedAt: createdAt,
  }
}

function sessionOf({ id }: User): Session {
  return {
    idHash: randomUUID().repeat(2).slice(0, 43),
    id: randomUUID(),
    userId: id,
    browser: 'Firefox',
    system: 'Linux',
    createdAt: Date.now(),
    lastSeenAt: Date.now(),
  }
}
