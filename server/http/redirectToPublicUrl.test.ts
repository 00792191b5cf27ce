import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import Koa from 'koa'
import { pino } from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import { redirectToPublicUrl } from './redirectToPublicUrl.ts'

const NAVIGATION = { 'Sec-Fetch-Mode': 'navigate', Accept: 'text/html' }

interface Answer {
  status: number
  location: string | undefined
  cookie: string | undefined
}

/** A site at https://dif.io; `get` requests it under any host, which `fetch` cannot. */
async function startSite({ trustedProxies = [] as string[], publicUrl = 'https://dif.io' } = {}) {
  const lines: { host?: string }[] = []
  const log = pino({}, { write: (line) => void lines.push(JSON.parse(line)) })
  const app = new Koa()
  const { origin } = new URL(publicUrl)
  app.use(redirectToPublicUrl({ origin, publicUrl, trustedProxies }, log))
  app.use((ctx) => {
    ctx.body = 'served'
  })
  const server = createServer(app.callback())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo

  function get(path: string, headers: Record<string, string>, method = 'GET'): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const asking = request({ port, path, method, headers: { ...NAVIGATION, ...headers } }, (response) => {
        response.resume()
        const cookie = response.headers['set-cookie']?.[0]?.split(';')[0]
        resolve({ status: response.statusCode ?? 0, location: response.headers.location, cookie })
      })
      asking.once('error', reject).end()
    })
  }
  return { get, lines }
}

describe('a visit under another host', () => {
  it.each(['www.dif.io', '203.0.113.5', '203.0.113.5:3000', 'dif.io:8080', '[::1]:3000'])(
    'is redirected from %s to PUBLIC_URL',
    async (host) => {
      const { get } = await startSite()
      for (const method of ['GET', 'HEAD']) {
        const answer = await get('/auth/github?returnTo=%2Fa', { Host: host }, method)
        expect(answer).toMatchObject({ status: 302, location: 'https://dif.io/auth/github?returnTo=%2Fa' })
      }
      expect((await get('/', { Host: host })).location).toBe('https://dif.io/')
    },
  )

  it.each(['dif.io', 'DIF.io', 'dif.io:443'])('is not assumed for %s', async (host) => {
    const { get, lines } = await startSite()
    expect((await get('/', { Host: host })).status).toBe(200)
    expect(lines).toEqual([])
  })

  it.each([
    '/api/session',
    '/healthz',
    '/readyz',
    '/metrics',
    '/icons/github.svg',
    '/assets/a.js',
    '/.well-known/jwks.json',
    '/auth/github/callback?code=1&state=2',
    '/logout',
  ])('is not redirected at %s', async (path) => {
    const { get } = await startSite()
    expect((await get(path, { Host: 'www.dif.io' })).status).toBe(200)
  })

  it('is only a navigation: by Fetch metadata or, where that is missing, by Accept', async () => {
    const { get } = await startSite()
    const statusOf = async (headers: Record<string, string>) =>
      (await get('/', { Host: 'www.dif.io', ...headers })).status
    expect(await statusOf({ 'Sec-Fetch-Mode': 'cors' })).toBe(200)
    expect(await statusOf({ 'Sec-Fetch-Mode': '', Accept: '*/*' })).toBe(200)
    expect(await statusOf({ 'Sec-Fetch-Mode': '', Accept: 'text/html,*/*' })).toBe(302)
    expect((await get('/', { Host: 'www.dif.io' }, 'POST')).status).toBe(200)
  })

  it('ignores the header of a peer that is not trusted', async () => {
    const { get } = await startSite()
    const answer = await get('/', { Host: 'dif.io', 'X-Forwarded-Host': 'www.dif.io' })
    expect(answer.status).toBe(200)
    const hidden = await get('/', { Host: 'www.dif.io', 'X-Forwarded-Host': 'dif.io' })
    expect(hidden.status).toBe(302)
  })

  it('uses the header of a trusted proxy', async () => {
    const { get } = await startSite({ trustedProxies: ['127.0.0.1'] })
    const there = { Host: '127.0.0.1:3000', 'X-Forwarded-Host': 'dif.io' }
    expect((await get('/', there)).status).toBe(200)
    expect((await get('/', { ...there, 'X-Forwarded-Host': 'www.dif.io' })).status).toBe(302)
  })

  it('keeps the path of PUBLIC_URL, and redirects to no other host', async () => {
    const { get } = await startSite({ publicUrl: 'https://dif.io/door' })
    const to = async (path: string) => (await get(path, { Host: 'evil.example' })).location
    expect(await to('/account')).toBe('https://dif.io/door/account')
    expect(await to('//evil.example/')).toBe('https://dif.io/door//evil.example/')
    expect((await get('http://evil.example/', { Host: 'evil.example' })).status).toBe(200)
  })

  it('is not redirected for ever behind a proxy that writes its own name into Host', async () => {
    const { get } = await startSite()
    const first = await get('/account', { Host: '127.0.0.1:3000' })
    expect(first.status).toBe(302)
    const second = await get('/account', { Host: '127.0.0.1:3000', Cookie: first.cookie ?? '' })
    expect(second.status).toBe(200)
    const elsewhere = await get('/reminder', { Host: '127.0.0.1:3000', Cookie: first.cookie ?? '' })
    expect(elsewhere.status).toBe(302)
  })

  it('is logged once for each host, for at most ten hosts', async () => {
    const { get, lines } = await startSite()
    for (let times = 0; times < 3; times++) await get('/', { Host: 'www.dif.io' })
    expect(lines).toMatchObject([{ level: 40, host: 'www.dif.io', expected: 'dif.io' }])
    for (let index = 0; index < 30; index++) await get('/', { Host: `h${index}.example` })
    expect(lines).toHaveLength(10)
  })
})
