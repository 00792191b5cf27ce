import { setTimeout as sleep } from 'node:timers/promises'
import { identityKey } from '../../server/store/account.ts'
import type { Document } from '../../server/store/file/document.ts'
import type { Person } from '../standins/people.ts'
import type { Visitor } from '../standins/visitor.ts'
import type { Victim } from './victim.ts'

/** A site where people can sign in. */
type Site = Pick<Victim, 'people' | 'visitor'>

/** Newcomers who sign in for the first time, several at once, until stopped. */
export interface Load {
  /** People whose sign-in the server has confirmed. */
  acknowledged: Person[]
  /** People whose sign-in the server refused with a status of 500 or more. */
  refused: Person[]
  /** Requests without an answer: the reason, and when they began (`performance.now()`). */
  dropped: { words: string; begun: number }[]
  stop(): Promise<void>
}

let count = 0

/** A new person, with a verified address at both providers. */
export function newcomer(): Person {
  count += 1
  const key = `newcomer${count}`
  const emails = [{ email: `${key}@example.org`, primary: true, verified: true }]
  return {
    key,
    name: `Newcomer ${count}`,
    note: '',
    github: { id: 1_000_000 + count, login: key, emails },
    x: { id: String(1_000_000 + count), username: key, email: `${key}@x.example.org` },
  }
}

/** The person's address at GitHub. */
export function addressOf({ github }: Person): string {
  return github?.emails[0]?.email ?? ''
}

/** Signs a person in and removes all others from the stand-ins. Throws when the sign-in fails. */
export async function signIn(victim: Site, person: Person, provider = 'github'): Promise<Visitor> {
  victim.people.splice(0, victim.people.length, person)
  const browser = victim.visitor()
  const response = await browser.signIn(provider, person.key)
  if (response.headers.get('location') !== '/account') throw new Error(`${person.key} did not get in`)
  return browser
}

/** Signs newcomers in, `width` at a time. */
export function startLoad(victim: Site, { width = 4, provider = 'github' } = {}): Load {
  const load = emptyLoad()
  const stopping = new AbortController()
  const worker = async () => {
    while (!stopping.signal.aborted) await signInOne(victim, provider, load)
  }
  const workers = Array.from({ length: width }, worker)
  return {
    ...load,
    async stop() {
      stopping.abort()
      await Promise.all(workers)
    },
  }
}

function emptyLoad(): Omit<Load, 'stop'> {
  return { acknowledged: [], refused: [], dropped: [] }
}

/** Signs one newcomer in and adds the outcome to `load`. */
export async function signInOne(
  victim: Site,
  provider = 'github',
  load: Omit<Load, 'stop'> = emptyLoad(),
): Promise<void> {
  const person = newcomer()
  victim.people.push(person)
  let begun = performance.now()
  try {
    const visitor = victim.visitor()
    const consentPage = await visitor.begin(provider)
    const callback = await visitor.choose(consentPage, person.key)
    begun = performance.now()
    const response = await visitor.get(callback)
    await response.arrayBuffer()
    if (response.headers.get('location') === '/account') load.acknowledged.push(person)
    else if (response.status >= 500) load.refused.push(person)
  } catch (error) {
    load.dropped.push({ words: causeOf(error), begun })
    await sleep(5)
  } finally {
    victim.people.splice(victim.people.indexOf(person), 1)
  }
}

/** The words of the error's cause, because the message of fetch is always `fetch failed`. */
function causeOf(error: unknown): string {
  const { message, cause } = error as Error
  return cause instanceof Error ? `${(cause as NodeJS.ErrnoException).code ?? ''} ${cause.message}` : message
}

/** The faults of a data file, as usernames or keys of people. */
export interface Audit {
  /** People with a confirmed sign-in but without an account. */
  lost: string[]
  /** Accounts without a connection, and new ones with neither a welcome mail nor a job for one. */
  halfMade: string[]
}

/** Compares the stored accounts with the acknowledged people. `mailed` are the addresses that got a welcome mail. */
export function audit(
  document: Document,
  { acknowledged, mailed }: { acknowledged: Person[]; mailed: ReadonlySet<string> },
): Audit {
  const { accounts, jobs } = document
  const identities = new Set(accounts.flatMap(({ connections }) => connections.map(identityKey)))
  const isThere = ({ github, x }: Person) =>
    identities.has(`github:${github?.id}`) || identities.has(`twitter:${x?.id}`)
  const toBeWelcomed = new Set(
    jobs.filter(({ task }) => task === 'sendWelcomeEmail').map(({ userId }) => userId),
  )
  const halfMade = accounts.filter(
    ({ user: { id, email }, connections }) =>
      connections.length === 0 || (email !== null && !mailed.has(email) && !toBeWelcomed.has(id)),
  )
  return {
    lost: acknowledged.filter((person) => !isThere(person)).map(({ key }) => key),
    halfMade: halfMade.map(({ user }) => user.username),
  }
}

/** The addresses that got a welcome mail. */
export function welcomed({ mail }: Pick<Victim, 'mail'>): Set<string> {
  return new Set(
    mail.mails.filter(({ subject }) => subject.startsWith('Welcome')).flatMap(({ recipients }) => recipients),
  )
}
