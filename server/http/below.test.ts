import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { startTestSite } from '../../e2e/support/testSite.ts'

const DOOR = 'https://www.example.com/door'

interface Answer {
  status: number | undefined
  location: string | undefined
  text: string
}

/** Sends a request target unchanged; `fetch` would normalize it. */
function ask(url: string, target: string, headers: Record<string, string> = {}): Promise<Answer> {
  const [method, path] = target.split(' ')
  return new Promise((resolve, reject) => {
    const asking = request(
      url,
      { method, path, headers: { Host: 'www.example.com', ...headers } },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk) => chunks.push(chunk))
        answer.once('end', () => {
          const text = Buffer.concat(chunks).toString()
          resolve({ status: answer.statusCode, location: answer.headers.location, text })
        })
      },
    )
    asking.once('error', reject).end()
  })
}

describe('below a path of the site', () => {
  it.each([
    'GET /door/healthz',
    'GET /door/readyz',
    'GET /door/api/session',
    'GET /door/icons/github.svg',
    'GET /door/.well-known/jwks.json',
    'GET /door/',
    'GET /door/account',
    'GET https://www.example.com/door/api/session',
  ])('answers %s', async (target) => {
    const site = await startTestSite({ env: { PUBLIC_URL: DOOR } })
    expect((await ask(site.url, target)).status).toBe(200)
  })

  it.each([
    'GET /',
    'GET /healthz',
    'GET /api/session',
    'GET /auth/github',
    'POST /api/reminder',
    'GET /account',
    'GET /doors',
    'GET /door2/',
    'GET /Door/',
    'GET /%64oor/',
    'GET //door/',
    'OPTIONS /api/session',
  ])('answers %s with an empty 404', async (target) => {
    const site = await startTestSite({ env: { PUBLIC_URL: DOOR } })
    const answer = await ask(site.url, target, { Accept: 'text/html', 'Sec-Fetch-Mode': 'navigate' })
    expect([answer.status, answer.text]).toEqual([404, ''])
  })

  it('redirects from the path itself to the page below it', async () => {
    const site = await startTestSite({ env: { PUBLIC_URL: DOOR } })
    expect(await ask(site.url, 'GET /door?error=expired')).toMatchObject({
      status: 302,
      location: '/door/?error=expired',
    })
  })

  it('answers a balancer’s OPTIONS / and the same below the path', async () => {
    const site = await startTestSite({ env: { PUBLIC_URL: DOOR } })
    for (const target of ['OPTIONS /', 'OPTIONS /door', 'OPTIONS /door/']) {
      expect([target, (await ask(site.url, target)).status]).toEqual([target, 204])
    }
  })

  it('logs every answer with ACCESS_LOG=on, by the path that was asked for', async () => {
    const site = await startTestSite({ env: { PUBLIC_URL: DOOR, ACCESS_LOG: 'on' } })
    const paths = ['/', '/door', '/door/', '/door/healthz', '/door/api/authz/auth-request', '/doors']
    for (const path of paths) await ask(site.url, `GET ${path}`)
    expect(site.lines.flatMap((line) => ('path' in line ? line.path : []))).toEqual(paths)
  })

  it('redirects visitors of another host to the same page below PUBLIC_URL', async () => {
    const site = await startTestSite({ env: { PUBLIC_URL: DOOR } })
    const navigation = { Accept: 'text/html', 'Sec-Fetch-Mode': 'navigate', Host: 'example.com' }
    const answer = await ask(site.url, 'GET /door/reminder?a=1', navigation)
    expect(answer).toMatchObject({ status: 302, location: `${DOOR}/reminder?a=1` })
  })

  it('stays below the path: provider, callback, failures, signing out, error pages', async () => {
    const site = await startTestSite({ env: { PUBLIC_URL: DOOR } })
    const start = await ask(site.url, 'GET /door/auth/github?returnTo=/members')
    const back = new URL(start.location ?? '').searchParams.get('redirect_uri')
    expect(back).toBe(`${DOOR}/auth/github/callback`)
    const failed = await ask(site.url, 'GET /door/auth/github/callback?state=x&code=y')
    expect(failed.location).toBe('/door/?error=expired')
    expect((await ask(site.url, 'GET /door/logout')).location).toBe('/door/goodbye')
    const unknown = await ask(site.url, 'GET /door/auth/gitlab', { Accept: 'text/html' })
    expect(unknown.status).toBe(404)
    expect(unknown.text).toContain('<a class="back" href="/door/">')
  })

  it('gives icons the address at which browsers find them', async () => {
    const site = await startTestSite({ env: { PUBLIC_URL: DOOR } })
    const { text } = await ask(site.url, 'GET /door/api/session')
    const { site: named, providers } = JSON.parse(text)
    expect(named).toEqual({ name: 'Doorman' })
    for (const { iconUrl } of providers) expect((await ask(site.url, `GET ${iconUrl}`)).status).toBe(200)
    expect(providers).toHaveLength(2)
  })
})
