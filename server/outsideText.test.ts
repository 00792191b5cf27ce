/**
 * Proves that every reader of outside text takes time in proportion to its length. A parser that takes time
 * with the square of the length would let one request of 16 kB stop the server for everybody.
 *
 * Add an entry to PARSERS for each new regular expression or parser of text from a browser, a provider or a
 * mail server.
 */
import Koa, { type Context } from 'koa'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startTestSite } from '../e2e/support/testSite.ts'
import { parseAddress, parseMailbox, withoutAddresses } from './address.ts'
import { createAskedFor } from './authz/askedFor.ts'
import { placeAfter } from './desk/cursor.ts'
import { bearerOf } from './http/bearer.ts'
import { createClientAddress, networkOf, wideNetworkOf, withoutHost } from './http/clientAddress.ts'
import { isNavigation } from './http/isNavigation.ts'
import { languageOf } from './http/language.ts'
import { prefersPage } from './http/prefersPage.ts'
import { redirectToPublicUrl } from './http/redirectToPublicUrl.ts'
import { loggedPath } from './http/requestLog.ts'
import { isCausedElsewhere, isLinkOfSite, refuseCrossSite } from './http/security.ts'
import { greetingName } from './mail/greeting.ts'
import { renderLetter } from './mail/layout.ts'
import { addressField, avatarField, nameField, usernameField } from './providers/fields.ts'
import { github } from './providers/github.ts'
import { ProviderRefused } from './providers/providerErrors.ts'
import { twitter } from './providers/twitter.ts'
import { createSealer } from './seal.ts'
import { deviceOf } from './sessions/device.ts'
import { Handshakes } from './signin/handshakes.ts'
import { safeReturnTo } from './signin/returnTo.ts'
import { emailKey, nameKey, usernameKey } from './store/account.ts'
import { isTweet } from './welcome/tweetText.ts'

const HTTP_BYTES = 16_384

/** The content types of bodies. */
const TYPES: Readonly<Record<string, string>> = {
  form: 'application/x-www-form-urlencoded',
  json: 'application/json',
  multipart: 'multipart/form-data; boundary=x',
}

/** The size of a provider's largest answer (MAX_ANSWER_BYTES in providers/guardRequest.ts). */
const ANSWER_BYTES = 1_000_000

interface Parser {
  read: (text: string) => unknown
  /** The most bytes that the parser may get. Default: the largest header, address or body. */
  bytes?: number
}

const sealer = createSealer({ secrets: ['x'.repeat(32)], now: () => 0 })
const site = {
  publicUrl: 'https://dif.io',
  origin: 'https://dif.io',
  basePath: '',
  siteOrigins: [],
  isHttps: true,
}
const proxied = { ...site, trustedProxies: ['127.0.0.1'], siteOrigins: ['https://www.dif.io'] }
const clientAddress = createClientAddress(proxied.trustedProxies)
const askedFor = createAskedFor(proxied)
const toPublicUrl = redirectToPublicUrl(proxied, { warn: noFurther } as never)
const handshakes = new Handshakes({ config: site, sealer, now: () => 0, store: {} } as never)

/** An explicit list, so that the author of a parser sees the others. */
const PARSERS: Record<string, Parser> = {
  // Text that people type.
  parseAddress: { read: parseAddress },
  'parseAddress, the local part': { read: (text) => parseAddress(`${text}@example.org`) },
  'parseAddress, the domain': { read: (text) => parseAddress(`a@${text}.org`) },
  parseMailbox: { read: parseMailbox },
  emailKey: { read: emailKey },
  usernameKey: { read: usernameKey },
  isTweet: { read: isTweet },
  // Text from browsers and proxies.
  loggedPath: { read: (text) => loggedPath(`/${text}`) },
  safeReturnTo: { read: (text) => safeReturnTo(`/${text}`, site) },
  'safeReturnTo, a host': { read: (text) => safeReturnTo(`//${text}/`, site) },
  deviceOf: { read: deviceOf },
  'Accept-Language': { read: (text) => languageOf(asking({ 'accept-language': text })) },
  Accept: { read: (text) => prefersPage(asking({ accept: text })) },
  'Content-Type': {
    read: (text) =>
      asking({ 'content-type': text, 'content-length': '1' }).request.is(
        'json',
        'urlencoded',
        'multipart/form-data',
      ),
  },
  Cookie: { read: (text) => asking({ cookie: text }).cookies.get('session', { signed: false }) },
  'Cookie, the language': { read: (text) => languageOf(asking({ cookie: `language=${text}` })) },
  'Cookie, handshakes': {
    read: (text) => handshakes.take(asking({ cookie: text }), { provider: 'github', key: text }),
  },
  'a sealed cookie': { read: (text) => sealer.openCookie(text, 'test').catch(() => undefined) },
  Referer: { read: (text) => isCausedElsewhere(asking({ referer: text }), site) },
  Origin: {
    read: (text) => attempt(() => refuseCrossSite(site)(asking({ origin: text }, 'POST'), noFurther)),
  },
  'Referer, a host': { read: (text) => isCausedElsewhere(asking({ referer: `https://${text}/` }), site) },
  'Referer, of the site': {
    read: (text) =>
      isLinkOfSite(asking({ referer: `https://${text}/`, 'sec-fetch-site': 'same-site' }), proxied),
  },
  Authorization: { read: (text) => bearerOf(asking({ authorization: `Bearer ${text}` })) },
  isNavigation: { read: (text) => isNavigation(asking({ accept: text })) },
  Host: { read: (text) => toPublicUrl(asking({ host: text, accept: 'text/html' }), noFurther) },
  'X-Forwarded-Host': {
    read: (text) =>
      toPublicUrl(asking({ 'x-forwarded-host': text, host: 'a', accept: 'text/html' }), noFurther),
  },
  'authz, a host': {
    read: (text) => askedFor(asking({ 'x-forwarded-proto': text, 'x-forwarded-host': text })),
  },
  'authz, a host with https': {
    read: (text) => askedFor(asking({ 'x-forwarded-proto': 'https', 'x-forwarded-host': text })),
  },
  'authz, an address': {
    read: (text) =>
      askedFor(
        asking({
          'x-forwarded-proto': 'https',
          'x-forwarded-host': 'www.dif.io',
          'x-forwarded-uri': `/${text}`,
        }),
      ),
  },
  'the place in a list': {
    read: (text) => attempt(() => placeAfter(text, z.strictObject({ id: z.string() }))),
  },
  nameKey: { read: nameKey },
  'X-Forwarded-For': { read: (text) => clientAddress(asking({ 'x-forwarded-for': text })) },
  'X-Forwarded-Uri': {
    read: (text) => {
      const host = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'dif.io' }
      return askedFor(asking({ ...host, 'x-forwarded-uri': text })).address()
    },
  },
  networkOf: { read: networkOf },
  wideNetworkOf: { read: wideNetworkOf },
  withoutHost: { read: withoutHost },
  'the query': { read: (text) => asking({}, 'GET', `/auth/github?${text}`).query },
  'github, a callback': { read: (text) => github.readCallback({ code: text, state: text, error: text }) },
  'twitter, a callback': { read: (text) => twitter.readCallback({ oauth_token: text, denied: text }) },
  // Text from providers and mail servers.
  usernameField: { read: (text) => usernameField.safeParse(text), bytes: ANSWER_BYTES },
  nameField: { read: (text) => nameField.safeParse(text), bytes: ANSWER_BYTES },
  avatarField: { read: (text) => avatarField.safeParse(text), bytes: ANSWER_BYTES },
  'avatarField, an address': {
    read: (text) => avatarField.safeParse(`https://${text}/`),
    bytes: ANSWER_BYTES,
  },
  addressField: { read: (text) => addressField.safeParse(text), bytes: ANSWER_BYTES },
  ProviderRefused: { read: (text) => new ProviderRefused(500, text), bytes: ANSWER_BYTES },
  withoutAddresses: { read: withoutAddresses, bytes: ANSWER_BYTES },
  // Text that is put into mails.
  greetingName: { read: (text) => greetingName({ name: text, username: text, language: 'en' }) },
  renderLetter: { read: letterFor },
}

/** Pieces that make regular expressions backtrack, and that take Unicode functions long. */
const PIECES = [
  ...[
    'a',
    'A',
    '0',
    '1',
    ' ',
    '\t',
    '\n',
    '.',
    ',',
    ';',
    ':',
    '/',
    '\\',
    '@',
    '=',
    '-',
    '_',
    '"',
    '<',
    '>',
    '(',
    '%',
    '&',
    '+',
  ],
  ...[
    'a.',
    'a@',
    '@a',
    'a@a.',
    'a ',
    ' a',
    '. ',
    ', ',
    '; ',
    '/a',
    '/..',
    '//',
    '%41',
    '%40',
    '%',
    'a=',
    '=a;',
    '<a',
    '<>',
    '""',
  ],
  ...[
    'я',
    'я.a.',
    'ا.',
    '字',
    '。',
    '．',
    '＠',
    'ﷺ',
    'İ',
    '\u0301',
    '\u0301\u0323',
    '\u200d',
    '\u00ad',
    '👩‍🚀',
    '\ud800',
  ],
  ...[
    '1.',
    '1:',
    '::',
    '0x',
    '[::1]:1,',
    '127.0.0.1,',
    'xn--',
    'http://',
    'https://a.',
    '#a',
    '$a ',
    'en,',
    'en;q=0.1,',
    '",',
    'a/b,',
  ],
  ...[
    'language=',
    'session=',
    '__Host-handshake-a=b;',
    'Mozilla/5.0 ',
    'eyJ',
    'a-b_c.',
    '{',
    '[',
    '{"a":',
    '١',
    '+49 ',
  ],
]

/** Many different letters: the slowest input of IDNA. */
const ALL_DIFFERENT = Array.from({ length: 20_000 }, (_, index) => String.fromCodePoint(0x4e00 + index)).join(
  '',
)

const INPUTS: [string, (bytes: number) => string][] = [
  ...PIECES.map((piece): [string, (bytes: number) => string] => [
    JSON.stringify(piece),
    (bytes) => filled(piece, bytes),
  ]),
  ['a run that does not end well', (bytes) => `${filled('a', bytes - 2)} !`],
  ['an open quote', (bytes) => `"${filled(',a', bytes)}`],
  ['different letters', (bytes) => ALL_DIFFERENT.slice(0, bytes / 3)],
  ['a cookie with blanks', (bytes) => `a=b;${filled(' ', bytes)}session`],
]

/** A shorter time is harmless, however fast it grows. */
const NOTHING_MS = 6

/** No single text may take longer than this. */
const MOST_MS = 50

/** Linear parsers take twice as long for twice the text, quadratic ones four times; load blurs both. */
const MOST_GROWTH = 3

const MOST_RUNS = 12

/**
 * A good pair of runs is searched for this long: on a loaded machine most runs of some milliseconds are
 * interrupted.
 */
const PATIENCE_MS = 4_000

/** No load explains a time above this, three times in a row. */
const HOPELESS_MS = 200

describe('what reads text from outside takes time in proportion to its length', () => {
  it.each(Object.entries(PARSERS))(
    '%s',
    async (_name, { read, bytes = HTTP_BYTES }) => {
      const slow: string[] = []
      for (const [input, make] of INPUTS) {
        const fault = await faultOf(read, make(bytes), make(bytes / 2))
        if (fault) slow.push(`${input}: ${fault}`)
      }
      expect(slow).toEqual([])
    },
    60_000,
  )

  it.each([
    ['is quadratic', (text: string) => /[^\s]+@[^\s]+/.test(text)],
    ['is slow', () => waste(5 * MOST_MS)],
  ])('and this test detects a parser that %s', async (_what, read) => {
    expect(await faultOf(read, filled('a', HTTP_BYTES), filled('a', HTTP_BYTES / 2))).toBeDefined()
  })
})

/**
 * Repeats until one pair of runs is good: on a loaded machine most are not, and with a bad parser none is.
 */
async function faultOf(read: Parser['read'], text: string, half: string): Promise<string | undefined> {
  const best = { whole: Number.POSITIVE_INFINITY, half: Number.POSITIVE_INFINITY }
  const begun = performance.now()
  for (let run = 0; run < MOST_RUNS || performance.now() - begun < PATIENCE_MS; run++) {
    best.whole = Math.min(best.whole, await durationOf(read, text))
    if (best.whole < NOTHING_MS) return undefined
    best.half = Math.min(best.half, await durationOf(read, half))
    if (run > 1 && best.whole < MOST_MS && best.whole < MOST_GROWTH * best.half) return undefined
    if (run > 1 && best.whole > HOPELESS_MS) break
  }
  return `${best.whole.toFixed(1)} ms, and ${best.half.toFixed(1)} ms for the half`
}

/** In milliseconds of processor time: on a loaded machine most of the time belongs to other processes. */
async function durationOf(read: Parser['read'], text: string): Promise<number> {
  const begun = process.cpuUsage()
  await read(text)
  return millisecondsSince(begun)
}

function filled(piece: string, bytes: number): string {
  return piece.repeat(Math.floor(bytes / Buffer.byteLength(piece)))
}

/** Takes `ms` of processor time, which on a loaded machine is more than `ms` on the clock. */
function waste(ms: number): void {
  for (const begun = process.cpuUsage(); millisecondsSince(begun) < ms; );
}

function millisecondsSince(begun: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / 1_000
}

function letterFor(text: string): unknown {
  const letter = { subject: text, preheader: '', greeting: text, blocks: [], footer: '' }
  return renderLetter(letter, { name: 'Difio', homeUrl: null, accentColor: '#b4552d', language: 'en' })
}

async function attempt(act: () => unknown): Promise<unknown> {
  try {
    return await act()
  } catch (error) {
    return error
  }
}

async function noFurther(): Promise<void> {}

/** A request as Koa sees it, without a network. */
function asking(headers: Record<string, string>, method = 'GET', url = '/'): Context {
  const request = { headers, method, url, socket: { remoteAddress: '127.0.0.1' } }
  const response = {
    setHeader: noFurther,
    getHeader: () => undefined,
    removeHeader: noFurther,
    headersSent: false,
  }
  return APP.createContext(request as never, response as never)
}

const APP = new Koa()

describe('a whole request takes no longer because of its content', () => {
  it.each([
    ['a long path', `/${'a'.repeat(15_000)}`, {}],
    ['a path of addresses', `/${'a@'.repeat(7_000)}`, {}],
    ['a long returnTo', `/auth/github?returnTo=//${encodeURIComponent(ALL_DIFFERENT.slice(0, 1_500))}/`, {}],
    ['an open quote in Accept', '/auth/nobody', { Accept: `"${',a'.repeat(7_000)}` }],
    ['a long list of languages', '/auth/nobody', { 'Accept-Language': '",'.repeat(7_000) }],
  ])('%s', async (_what, path, headers: Record<string, string>) => {
    const site = await startTestSite()
    const visitor = site.visitor()
    expect(await fastestOf(async () => void (await visitor.get(path, headers)))).toBeLessThan(MOST_REQUEST_MS)
    expect(site.lines.filter(({ msg }) => msg === 'request').length).toBeGreaterThan(0)
  })

  it.each([
    ['form', 'a=1&'],
    ['form', 'a[]=&'],
    ['form', 'email[a][b]=c&'],
    ['form', '%41'],
    ['form', 'email=a@;'],
    ['json', '['],
    ['json', '{"email":'],
    ['json', '"\\u0041'],
    ['multipart', '--x\r\n'],
    ['multipart', '--x\r\nA: b\r\n'],
    ['multipart', '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n'],
    ['multipart', '\\"'],
  ])('a %s of %s', async (kind, piece) => {
    const site = await startTestSite()
    const init = {
      method: 'POST',
      body: filled(piece, 16_000),
      headers: { 'Content-Type': TYPES[kind] ?? '' },
    }
    const statuses = new Set<number>()
    const ask = async () => void statuses.add((await site.visitor().fetch('/api/reminder', init)).status)
    expect(await fastestOf(ask)).toBeLessThan(MOST_REQUEST_MS)
    expect([...statuses].every((status) => status === 400 || status === 413)).toBe(true)
  })

  it('a text to post without an offer', async () => {
    const site = await startTestSite()
    const visitor = site.visitor()
    await visitor.signIn('github', 'ada')
    const post = async () => {
      const { status } = await visitor.post('/api/welcome-tweet', { text: 'ا.'.repeat(1_600) })
      expect(status).toBe(409)
    }
    expect(await fastestOf(post)).toBeLessThan(MOST_REQUEST_MS)
  })
})

const MOST_REQUEST_MS = 100

async function fastestOf(ask: () => Promise<void>): Promise<number> {
  const durations: number[] = []
  for (let run = 0; run < MOST_RUNS && Math.min(...durations) > MOST_REQUEST_MS / 2; run++) {
    durations.push(await durationOf(ask, ''))
  }
  return Math.min(...durations)
}
