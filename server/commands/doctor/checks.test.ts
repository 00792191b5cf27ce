import { describe, expect, it } from 'vitest'
import { readConfig } from '../../config.ts'
import { sealCredentials } from '../../providers/credentials.ts'
import { createSealer, DEAD_LETTER } from '../../seal.ts'
import { checkClock } from './checkClock.ts'
import { checkSeals, looksSealed, type Sealed } from './checkSeals.ts'
import { checkSettings } from './checkSettings.ts'
import { checkWebhook } from './checkWebhook.ts'
import { lineOf, warning } from './finding.ts'

const [OLD, NEW] = ['the-old-secret-of-thirty-two-letters', 'the-new-secret-of-thirty-two-letters']
const now = () => Date.now()
const identity = { provider: 'github', uid: '1' }

/** A connection and a dead letter, sealed with one secret. */
async function sealedWith(secret: string, waitingJobs = 0): Promise<Sealed> {
  const sealer = createSealer({ secrets: [secret], now })
  const credentials = await sealCredentials({ accessToken: 'a' }, identity, sealer)
  const letter = await sealer.seal('{}', { purpose: DEAD_LETTER })
  return { connections: [{ ...identity, credentials }], letters: [letter], waitingJobs }
}

describe('the doctor on SECRET', () => {
  it.each([
    ['one secret that opens all', [NEW], NEW, 0, 'ok', /opens all that is sealed/],
    ['another secret', [NEW], OLD, 0, 'fault', /does not open 2 .*SECRET=new,old/],
    ['a rotation that has begun', [NEW, OLD], OLD, 0, 'warning', /2 are still sealed with an old one/],
    ['jobs that wait', [NEW, OLD], NEW, 3, 'warning', /3 jobs that wait may need the old one/],
    ['a rotation that is done', [NEW, OLD], NEW, 0, 'ok', /it can be dropped/],
  ])('with %s', async (_name, secrets, sealedBy, waitingJobs, level, words) => {
    const sealer = createSealer({ secrets, now })
    const finding = await checkSeals(await sealedWith(sealedBy, waitingJobs), { sealer, secrets })
    expect(finding).toMatchObject({ level, words: expect.stringMatching(words) })
  })

  it('distinguishes sealed text from other text', async () => {
    const sealed = await createSealer({ secrets: [NEW], now }).seal('a', { purpose: 'b' })
    expect([sealed, 'eyJ', 'ada@example.org', null].map(looksSealed)).toEqual([true, false, false, false])
  })
})

it.each([
  [400, 'ok', /the same as that of/],
  [-20_000, 'warning', /20 s behind that of GitHub/],
  [301_000, 'fault', /301 s ahead of that of GitHub: set it by NTP; X refuses/],
])('the doctor on a clock that is %i ms ahead', (aheadMs, level, words) => {
  const finding = checkClock([
    { of: 'the database', aheadMs: 0 },
    { of: 'GitHub', aheadMs },
  ])
  expect(finding).toMatchObject({ level, words: expect.stringMatching(words) })
})

it('the doctor warns when there is no clock to compare with', () => {
  expect(checkClock([]).level).toBe('warning')
})

it('the doctor has a line for webhooks without a receiver, too', async () => {
  const finding = await checkWebhook(readConfig({}, []))
  expect(lineOf(finding)).toBe('ok      webhook receiver: none, as WEBHOOK_URL is not set')
})

describe('the doctor on proxies', () => {
  const HTTPS = 'https://www.example.com'
  it.each([
    [{}, 'ok', /^none, on this machine alone/],
    [{ PUBLIC_URL: HTTPS }, 'warning', /all visitors share one limit/],
    [{ PUBLIC_URL: HTTPS, TRUSTED_PROXIES: '10.0.0.1' }, 'warning', /add 127\.0\.0\.1/],
    [{ PUBLIC_URL: HTTPS, TRUSTED_PROXIES: '127.0.0.1' }, 'ok', /come through 127\.0\.0\.1/],
    [{ PUBLIC_URL: HTTPS, HOST: '10.0.0.2', TRUSTED_PROXIES: '10.0.0.1' }, 'ok', /come through 10\.0\.0\.1/],
    [{ PUBLIC_URL: HTTPS, TRUSTED_PROXIES: '0.0.0.0/1,128.0.0.0/1' }, 'warning', /believes everybody/],
  ])('%j', (env, level, words) => {
    const findings = checkSettings(readConfig(env, []), { SECRET: 'x' })
    const finding = findings.find(({ about }) => about === 'proxy')
    expect(finding).toMatchObject({ level, words: expect.stringMatching(words) })
  })
})

it('each finding is one line', () => {
  expect(lineOf(warning('mail', 'one\n  two\r\nthree'))).toBe('warning mail: one two three')
})
