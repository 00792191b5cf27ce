import { readFile } from 'node:fs/promises'
import fc from 'fast-check'
import type { HttpFault } from '../standins/httpFaults.ts'
import { newcomer } from './load.ts'
import { Checks, type Row } from './row.ts'
import { type Victim, withVictim } from './victim.ts'
import { percentile99, startWatch } from './watch.ts'

const ANSWERED_WITHIN_MS = 10_000
const OTHERS_WITHIN_MS = 300
const MAX_GROWTH_MB = 60

/** Where the server redirects when a sign-in fails at the provider (the contract's error codes). */
const REFUSED = ['unavailable', 'expired', 'cancelled', 'refused', 'misconfigured'].map(
  (code) => `/?error=${code}`,
)

const OLDER = '/1.1/account/verify_credentials.json'
const NEWER = '/2/users/me'

const QUESTIONS = [
  { provider: 'github', path: '/login/oauth/access_token' },
  { provider: 'github', path: '/api/v3/user' },
  { provider: 'github', path: '/api/v3/user/emails' },
  { provider: 'twitter', path: '/oauth/request_token' },
  { provider: 'twitter', path: '/oauth/access_token' },
  { provider: 'twitter', path: OLDER },
] as const

type Question = (typeof QUESTIONS)[number]

/** If the provider refuses these requests, the sign-in succeeds without their answers. */
const ADDITIONAL: string[] = ['/api/v3/user/emails', OLDER]

function isDoneWithout({ path }: Question, answer: HttpFault): boolean {
  const isRefusal = answer.kind === 'answer' && [400, 401, 403, 404].includes(answer.status)
  return isRefusal && ADDITIONAL.includes(path)
}

/** Wrong answers of a provider. */
const nonsense: fc.Arbitrary<HttpFault> = fc.oneof(
  fc.record({
    kind: fc.constant('answer' as const),
    status: fc.constantFrom(400, 401, 403, 404, 429, 500, 502, 503),
    body: fc.oneof(fc.string(), fc.json()),
    type: fc.constantFrom('application/json', 'text/html', 'text/plain'),
  }),
  fc.record({
    kind: fc.constant('answer' as const),
    status: fc.constant(200),
    body: fc.oneof(
      fc.string(),
      // `[]` is a valid answer to the question for addresses.
      fc.json().filter((json) => json !== '[]'),
      fc
        .record({ id: fc.string(), login: fc.string(), access_token: fc.integer() })
        .map((raw) => toJson(raw)),
      fc.constantFrom('null', '{}', '""', '<!doctype html>', '{"id":1', '[null]', '[{"email":1}]'),
    ),
    type: fc.constantFrom('application/json', 'text/html'),
  }),
  fc.constant({ kind: 'down' as const }),
  fc.constant({ kind: 'huge' as const, bytes: 3_000_000 }),
)

/** Answers that have crashed programs. The row tries each at every question. */
const WORST: HttpFault[] = ['null', '""', '<!doctype html>', '{"id":1'].map((body) => {
  return { kind: 'answer', status: 200, body, type: 'application/json' }
})

/** A provider is down, slow or answers nonsense, at every question of a sign-in. Each must end on an error page. */
export const providers: Row = {
  name: 'providers',
  fault: 'provider down, slow, 429, 5xx, huge, broken and nonsensical answers',
  run: ({ isShort }) =>
    withVictim({}, async (victim) => {
      const checks = new Checks()
      const count = isShort ? 90 : 1_000
      const answers = [
        ...WORST.flatMap((answer) => QUESTIONS.map(() => answer)),
        ...fc.sample(nonsense, count),
      ]
      const warmUp = Math.floor(answers.length / 3)
      const [asked] = await Promise.all([
        tryAll(victim, answers.slice(0, warmUp), checks),
        withVictim({}, (other) => trySlow(other, checks)),
      ])
      const before = await memoryOf(victim)
      const watch = startWatch(victim)
      const askedLater = await tryAll(victim, answers.slice(warmUp), checks)
      const times = await watch.stop()
      const p99 = percentile99(times)
      const growth = (await memoryOf(victim)) - before
      const { accounts, sessions } = await victim.read()
      checks.none(accounts.length + sessions.length, 'rows stored of a sign-in that did not happen')
      checks.that(p99 < OTHERS_WITHIN_MS, `others waited ${p99} ms (p99)`)
      checks.tookPlace(asked + askedLater, count / 2, 'wrong answers of a provider')
      checks.tookPlace(times.length, 20, 'other requests answered meanwhile')
      checks.that(growth < MAX_GROWTH_MB, `memory grew by ${growth} MB`)
      checks.that(victim.server.output.stderr === '', `on standard error: ${victim.server.output.stderr}`)
      return {
        figures: `${asked + askedLater} wrong answers and slow ones at ${QUESTIONS.length} questions: each a page with words, nothing stored; p99 of others ${p99} ms; memory ${growth >= 0 ? '+' : ''}${growth} MB`,
        checks,
      }
    }),
}

/** Gives each answer at one of the questions and checks the outcome. Returns how many answers it gave. */
async function tryAll(victim: Victim, answers: HttpFault[], checks: Checks): Promise<number> {
  let asked = 0
  for (const [index, answer] of answers.entries()) {
    const question = QUESTIONS[index % QUESTIONS.length] ?? QUESTIONS[0]
    if (isDoneWithout(question, answer)) continue
    asked += 1
    const { location, ms } = await ask(victim, question, answer)
    checks.that(
      REFUSED.includes(location),
      `${question.path} ${JSON.stringify(answer).slice(0, 200)}: ${location}`,
    )
    checks.that(ms < ANSWERED_WITHIN_MS, `${question.path}: a page only after ${ms} ms`)
  }
  return asked
}

/** GitHub answers each question within its own time-out, but all of them together take longer than a sign-in may. */
async function trySlow(victim: Victim, checks: Checks): Promise<void> {
  const slow = { kind: 'slow', ms: 4_000 } as const
  const { people } = victim
  const person = newcomer()
  people.push(person)
  const visitor = victim.visitor()
  const callback = await visitor.choose(await visitor.begin('github'), person.key)
  for (const { provider, path } of QUESTIONS.slice(0, 2))
    standInOf(victim, provider).faults.set(path, { ...slow, times: 1 })
  victim.github.faults.set('/api/v3/user/emails', { kind: 'hang', times: 1 })
  const begun = performance.now()
  const location = (await visitor.get(callback)).headers.get('location') ?? ''
  const ms = Math.round(performance.now() - begun)
  checks.that(
    location === '/?error=unavailable' && ms < ANSWERED_WITHIN_MS,
    `slow: ${location} after ${ms} ms`,
  )
}

/** Signs a newcomer in while the provider gives `answer` at one question. Returns where the server redirects. */
async function ask(
  victim: Victim,
  { provider, path }: Question,
  answer: HttpFault,
): Promise<{ location: string; ms: number }> {
  const person = newcomer()
  victim.people.push(person)
  const visitor = victim.visitor()
  const { faults } = standInOf(victim, provider)
  const begun = performance.now()
  if (path === '/oauth/request_token') {
    faults.set(path, answer)
    const response = await visitor.get(`/auth/${provider}`)
    faults.clear(path)
    return { location: response.headers.get('location') ?? '', ms: performance.now() - begun }
  }
  const callback = await visitor.choose(await visitor.begin(provider), person.key)
  // If X refuses the older profile request, the server sends the newer one, which must get the same answer.
  const paths = path === OLDER ? [path, NEWER] : [path]
  for (const one of paths) faults.set(one, answer)
  const response = await visitor.get(callback)
  for (const one of paths) faults.clear(one)
  victim.people.splice(victim.people.indexOf(person), 1)
  return {
    location: response.headers.get('location') ?? `status ${response.status}`,
    ms: performance.now() - begun,
  }
}

function standInOf({ github, x }: Victim, provider: Question['provider']): Pick<Victim['github'], 'faults'> {
  return provider === 'github' ? github : x
}

function toJson(raw: unknown): string {
  return JSON.stringify(raw, (_key, value) => (typeof value === 'bigint' ? String(value) : value)) ?? ''
}

async function memoryOf({ server }: Victim): Promise<number> {
  const status = await readFile(`/proc/${server.child.pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024)
}
