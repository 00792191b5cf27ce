import { createHash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { newFile, open, options } from '../../../e2e/support/testDataFile.ts'
import { jobIdOf } from '../../jobs/job.ts'
import { openFileStore } from './fileStore.ts'
import { readDataFile } from './readDataFile.ts'

const AT = '2026-10-01T00:00:00.000Z'
const SAVED_AT = Date.parse('2026-11-01T00:00:00.000Z')

const consentOf = (uid: string, changes: object = {}) => ({
  uid,
  text: 'Just joined!',
  at: AT,
  basis: 'asked',
  version: '1',
  postedAt: null,
  withdrawnAt: null,
  ...changes,
})

const userOf = (id: string, changes: object = {}) => ({
  id,
  username: `name-${id}`,
  name: 'Ada',
  email: `${id}@example.org`,
  emailVerified: true,
  avatarUrl: null,
  isActive: true,
  createdAt: AT,
  language: 'de',
  welcomedAt: AT,
  leavingSince: null,
  tweetOffer: null,
  tweetConsents: [],
  ...changes,
})

const jobOf = (id: string, changes: object = {}) => ({
  id,
  task: 'sendReminder',
  payload: { userId: 'ada' },
  key: null,
  userId: 'ada',
  runAt: 5,
  state: 'waiting',
  enqueuedAt: 4,
  attempts: 2,
  leaseOwner: null,
  leaseUntil: 0,
  reason: 'busy',
  ...changes,
})

const post = (uid: string, state: string) =>
  jobOf(`post-${uid}`, { task: 'tweetOnJoin', key: `tweet:ada:${uid}`, state, payload: {} })

/** A file as version 1 wrote it: all tables in one line, and the checksum of the rest at the beginning. */
const DOCUMENT = {
  version: 1,
  savedAt: SAVED_AT,
  users: [
    userOf('ada', {
      tweetConsents: [
        consentOf('posted', { postedAt: AT }),
        consentOf('withdrawn', { withdrawnAt: AT }),
        ...['waiting', 'running', 'parked', 'dead', 'none'].map((uid) => consentOf(uid)),
      ],
    }),
    userOf('bob', { emailVerified: false, tweetOffer: { uid: '7' } }),
    userOf('gone', {
      username: '',
      name: '',
      email: null,
      emailVerified: false,
      isActive: false,
      language: '',
    }),
  ],
  links: ['2026-10-03', '2026-10-02'].map((day, n) => ({
    provider: 'github',
    uid: String(n),
    userId: 'ada',
    username: 'ada',
    credentials: 'sealed',
    extraData: { company: 'x' },
    connectedAt: `${day}T00:00:00.000Z`,
  })),
  sessions: [
    {
      idHash: 'hash',
      id: 'id',
      userId: 'ada',
      browser: 'Firefox',
      system: 'Linux',
      createdAt: 10,
      lastSeenAt: 20,
    },
  ],
  jobs: [
    jobOf('waits'),
    jobOf('runs', {
      state: 'running',
      leaseOwner: 'me',
      leaseUntil: 9,
      task: 'sendWelcomeEmail',
      key: 'welcome:ada',
    }),
    jobOf('dead', { state: 'dead', payload: {}, attempts: 8, reason: 'refused' }),
    ...['waiting', 'running', 'parked', 'dead'].map((state) => post(state, state)),
  ],
  uses: [
    {
      key: 'k',
      uses: [
        { at: SAVED_AT - 500, id: null },
        { at: SAVED_AT, id: 'x' },
      ],
      until: SAVED_AT + 1_000,
    },
  ],
  events: [{ id: 'e', at: 30, what: 'deletion', outcome: 'done', userId: 'gone', provider: null, from: '' }],
}

function textOf(document: object): string {
  const rest = JSON.stringify(document).slice(1)
  return `{"checksum":"${createHash('sha256').update(`{${rest}`).digest('hex')}",${rest}`
}

async function opened(text: string) {
  const file = await newFile()
  await writeFile(file, text)
  const storage = await open(file)
  return { file, storage, document: await readDataFile(file) }
}

describe('a data file of version 1', () => {
  it('is migrated: users with their links become accounts, and those who are gone tombstones', async () => {
    const { document, storage } = await opened(textOf(DOCUMENT))
    const [ada, bob] = document.accounts
    expect(ada?.user).toMatchObject({
      id: 'ada',
      email: 'ada@example.org',
      formerEmails: [],
      lock: null,
      welcomedAt: AT,
    })
    expect(ada?.user).not.toHaveProperty('emailVerified')
    expect(ada?.connections.map(({ uid }) => uid)).toEqual(['1', '0'])
    expect(ada?.connections[0]).not.toHaveProperty('userId')
    expect(bob?.user).toMatchObject({ id: 'bob', email: null, tweetOffer: { uid: '7' } })
    expect(document.tombstones).toEqual([
      { userId: 'gone', deletedAt: new Date(30).toISOString(), identities: [], username: '' },
    ])
    expect(await storage.store.findTombstone('')).toBeUndefined()
    expect(await storage.store.find({ provider: 'github', uid: '0' })).toEqual(ada)
  })

  it('is migrated: consents know what became of them', async () => {
    const { document } = await opened(textOf(DOCUMENT))
    const states = document.accounts[0]?.user.tweetConsents.map(({ uid, state, settledAt }) => [
      uid,
      state,
      settledAt,
    ])
    expect(states).toEqual([
      ['posted', 'posted', AT],
      ['withdrawn', 'withdrawn', AT],
      ['waiting', 'waiting', null],
      ['running', 'posting', null],
      ['parked', 'unknown', AT],
      ['dead', 'failed', AT],
      ['none', 'dropped', AT],
    ])
  })

  it('is migrated: open jobs wait under their derived id, and jobs given up are dead letters', async () => {
    const { document, storage } = await opened(textOf(DOCUMENT))
    const rest = { userId: 'ada', runAt: 5, enqueuedAt: 4, reason: 'busy' }
    expect(document.jobs).toEqual([
      { ...rest, id: 'waits', task: 'sendReminder', payload: { userId: 'ada' }, attempts: 2 },
      {
        ...rest,
        id: jobIdOf('sendWelcomeEmail', 'welcome:ada'),
        task: 'sendWelcomeEmail',
        payload: { userId: 'ada' },
        attempts: 1,
      },
      ...['waiting', 'running'].map((state) => ({
        ...rest,
        id: jobIdOf('tweetOnJoin', `tweet:ada:${state}`),
        task: 'tweetOnJoin',
        payload: {},
        attempts: state === 'running' ? 1 : 2,
      })),
    ])
    expect(document.deadLetters).toMatchObject([
      { id: 'dead', attempts: 8, reason: 'refused', diedAt: SAVED_AT },
    ])
    expect(await storage.queue.retry('dead')).toBe(false)
    expect(await storage.queue.discard('dead')).toBe(true)
  })

  it('is migrated: sessions, limits and events go on', async () => {
    const { document } = await opened(textOf(DOCUMENT))
    const [session] = DOCUMENT.sessions
    expect(document.sessions).toEqual([
      { ...session, network: '', identity: null, since: 10, confirmedAt: 10 },
    ])
    expect(document.uses.map(({ key, at, id, until }) => [key, at - SAVED_AT, id, until - SAVED_AT])).toEqual(
      [
        ['k', -500, null, 500],
        ['k', 0, 'x', 1_000],
      ],
    )
    expect(document.events).toEqual(DOCUMENT.events)
  })

  it('is kept as the older generation, and opened the second time as version 2', async () => {
    const text = textOf(DOCUMENT)
    const file = await newFile()
    await writeFile(file, text)
    const { store } = await openFileStore(options(file))
    await store.close()
    expect(await readFile(`${file}.1`, 'utf8')).toBe(text)
    expect(JSON.parse(await readFile(file, 'utf8')).version).toBe(2)
    expect(await (await open(file)).store.find({ id: 'ada' })).toBeDefined()
  })

  it('is taken at its word without its checksum, and refused with one that does not fit', async () => {
    const { document } = await opened(JSON.stringify(DOCUMENT))
    expect(document.accounts).toHaveLength(2)
    await expect(opened(textOf(DOCUMENT).replace('"busy"', '"lazy"'))).rejects.toThrow('checksum')
  })

  it('is refused when it contradicts itself', async () => {
    const strays = { ...DOCUMENT, links: [{ ...DOCUMENT.links[0], userId: 'nobody' }] }
    await expect(opened(textOf(strays))).rejects.toThrow(
      'the link github:0 is of the user nobody, who is not in the file',
    )
  })
})
