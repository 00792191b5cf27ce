import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CompressCallback, gzipSync } from 'node:zlib'
import Koa from 'koa'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Account, PageData, PageSite, SessionAnswer } from '../api.ts'
import { serveClient } from './serveClient.ts'

const compression = vi.hoisted(() => ({ failsOnce: false }))

vi.mock('node:zlib', async (importOriginal) => {
  const zlib = await importOriginal<typeof import('node:zlib')>()
  const gzip = (text: Buffer, done: CompressCallback) => {
    if (!compression.failsOnce) return zlib.gzip(text, done)
    compression.failsOnce = false
    done(new Error('Cannot allocate memory'), Buffer.alloc(0))
  }
  return { ...zlib, gzip }
})

const SITE = {
  name: 'A & "B" <c> $&',
  basePath: '',
  homeUrl: '/account',
  logoUrl: null,
  termsUrl: 'https://example.org/terms',
  privacyUrl: null,
  avatarOrigins: [],
}

const PROVIDERS = [
  { id: 'github', label: 'GitHub', iconUrl: '/icons/github.svg' },
  { id: 'twitter', label: 'X (Twitter)', iconUrl: '/icons/twitter.svg' },
]

const ADA: Account = {
  id: '1',
  username: 'ada',
  name: '</script><script>alert(1)</script>',
  email: null,
  emailVerified: false,
  avatarUrl: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  connections: [],
  tweetOffer: null,
}

const MANIFEST = {
  'App.tsx': { file: 'assets/app-1.js' },
  'desk/Desk.tsx': { file: 'assets/desk-1.js' },
  'index.html': { file: 'assets/index-1.js' },
}

const PAGE = `<!doctype html><html lang="en"><head><title>%TITLE%</title><!--%HEAD%-->
<link rel="icon" href="./door.svg">
<link rel="stylesheet" crossorigin href="./assets/style-1.css"></head>
<body data-door="closed"><main id="root"><!--%CONTENT%--></main>
<script type="application/json" id="page">"%PAGE%"</script>
<script type="module" src="./assets/door-1.js"></script></body></html>`

async function writeBuild(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'doorman-client-'))
  await mkdir(join(folder, 'assets'))
  await mkdir(join(folder, '.vite'))
  await writeFile(join(folder, 'index.html'), PAGE)
  await writeFile(join(folder, 'door.svg'), '<svg fill="#b4552d"/>')
  await writeFile(join(folder, '.vite/manifest.json'), JSON.stringify(MANIFEST))
  await writeFile(join(folder, 'assets/style-1.css'), 'a{color:red}')
  await writeFile(join(folder, 'assets/app-1.js'), 'run()')
  await writeFile(join(folder, 'assets/app-1.js.gz'), gzipSync('run()'))
  return folder
}

async function startClient(
  user: Account | null = null,
  { isOperator = false, ...site }: Partial<PageSite> & { isOperator?: boolean } = {},
): Promise<string> {
  const folder = await writeBuild()
  const session: SessionAnswer = { site: { name: SITE.name }, providers: PROVIDERS, user }
  const app = new Koa()
  // Otherwise Koa prints errors, which the tests expect.
  app.silent = true
  app.use((ctx, next) => {
    ctx.set('Content-Security-Policy', "default-src 'none'; style-src 'self'")
    return next()
  })
  const pages = serveClient(folder, { site: { ...SITE, ...site }, accentColor: '#123456' })
  app.use(
    pages((ctx) => ({
      session,
      returnTo: typeof ctx.query.returnTo === 'string' ? ctx.query.returnTo : null,
      isOperator,
      lastProvider: ctx.cookies.get('last-provider'),
    })),
  )
  const server = createServer(app.callback())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.close()
    server.closeAllConnections()
    await rm(folder, { recursive: true })
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const dataIn = (html: string): PageData =>
  JSON.parse(/<script type="application\/json" id="page">(.*?)<\/script>/.exec(html)?.[1] ?? '')

describe('the client’s pages', () => {
  it('exist for every address, with the site’s name and colour filled in', async () => {
    const url = await startClient()
    for (const path of [
      '/',
      '/reminder',
      '/account',
      '/account/',
      '/goodbye',
      '/confirm',
      '/desk',
      '/desk/people/1',
    ]) {
      const response = await fetch(url + path)
      expect([path, response.status]).toEqual([path, 200])
      const html = await response.text()
      expect(html).toContain('A &#38; &#34;B&#34; &#60;c&#62; $&#38;</title>')
      expect(html).toContain('--accent:#123456')
      expect(html).not.toMatch(/%[A-Z_]+%/)
      expect(dataIn(html).site.name).toBe(SITE.name)
      expect(response.headers.get('cache-control')).toBe('no-cache')
    }
    expect((await fetch(`${url}/nothing`)).status).toBe(404)
    for (const path of ['/index.html', '/index', '/%69ndex.html', '/.vite/manifest.json']) {
      const response = await fetch(url + path)
      expect([path, response.status]).toEqual([path, 404])
      expect(await response.text()).toContain('There is no door here')
    }
  })

  it('contain their style, which the policy allows by its hash', async () => {
    const response = await fetch(await startClient())
    const html = await response.text()
    const [, style = ''] = /<style>(.*?)<\/style>/s.exec(html) ?? []
    expect(style).toContain('a{color:red}')
    expect(html).not.toContain('rel="stylesheet"')
    const hash = createHash('sha256').update(style).digest('base64')
    expect(response.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'self' 'sha256-${hash}'`,
    )
  })

  it('show the providers as links without a script, and keep returnTo', async () => {
    const url = await startClient()
    const html = await (await fetch(`${url}/?error=cancelled&returnTo=%2Fa%3Fb%26c`)).text()
    expect(html).toContain('href="/auth/github?returnTo=%2Fa%3Fb%26c"')
    expect(html).toContain('href="/auth/twitter?returnTo=%2Fa%3Fb%26c"')
    expect(html).toContain('Sign-in cancelled.')
    expect(html).toContain('action="/api/reminder" method="post"')
    expect(html).toContain('<a href="https://example.org/terms">Terms of Service</a>')
    expect(html).not.toContain('chooseAccount')
  })

  it('offer another account after an error of the account, and after a sign-in', async () => {
    const url = await startClient()
    const after = await (await fetch(`${url}/?error=refused`)).text()
    expect(after).toContain('href="/auth/github?chooseAccount=1"')
    const known = await fetch(url, { headers: { Cookie: 'last-provider=github' } })
    expect(await known.text()).toMatch(/Last used[\s\S]*href="\/auth\/github\?chooseAccount=1"/)
  })

  it.each([`"><img src=x onerror=alert(1)>`, `'</script><script>alert(1)</script>`])(
    'escape %j in the address',
    async (trick) => {
      const url = await startClient()
      const query = new URLSearchParams({ error: trick, returnTo: trick })
      const html = await (await fetch(`${url}/?${query}`)).text()
      expect(html).toContain('Sign-in didn’t work.')
      expect(html).not.toMatch(/<img|<script>|href="javascript:/)
    },
  )

  it('of a signed-in person show the name, preload the rest, and are not cached', async () => {
    const url = await startClient(ADA)
    const response = await fetch(`${url}/account`)
    expect(response.headers.get('cache-control')).toBe('private, no-store')
    const html = await response.text()
    expect(dataIn(html).session?.user).toEqual(ADA)
    expect(html).toContain('Hello, &lt;/script&gt;')
    expect(html).not.toContain('<script>alert')
    expect(html).toContain('<link rel="modulepreload" crossorigin href="/assets/app-1.js">')
    expect(html).toContain('<link rel="preload" as="fetch" crossorigin href="/api/account/connections">')
    const links = response.headers.get('link')
    expect(links).toContain('</assets/index-1.js>; rel=modulepreload; crossorigin, </assets/app-1.js>; rel=')
    expect(links).toContain('</api/account/connections>; rel=preload; as=fetch; crossorigin')
  })

  it('show the picture of the person, or the initials if the page may not load it', async () => {
    const paintOf = async (avatarUrl: string | null) => {
      const url = await startClient(
        { ...ADA, name: 'Ada Lovelace', avatarUrl },
        { avatarOrigins: ['https://a.example.org'] },
      )
      return (await fetch(`${url}/account`)).text()
    }
    expect(await paintOf('https://a.example.org/1?v=4')).toContain('src="https://a.example.org/1?v=4"')
    const initials = '<span class="avatar" aria-hidden="true">AL</span>'
    expect(await paintOf(null)).toContain(initials)
    const refused = await paintOf('https://b.example.org/1')
    expect(refused).toContain(initials)
    expect(refused).not.toContain('src="https://b.example.org/1"')
  })

  it('link to the address in returnTo, else to the site', async () => {
    const url = await startClient(ADA, { homeUrl: 'https://www.example.org/' })
    const asked = await (await fetch(`${url}/?returnTo=%2Fa%3Fb%26c`)).text()
    expect(asked).toContain('<a class="button" href="/a?b&amp;c">Continue</a>')
    expect(dataIn(asked).returnTo).toBe('/a?b&c')
    for (const path of ['/', '/?returnTo=/']) {
      const html = await (await fetch(url + path)).text()
      expect(html).toMatch(/<a class="button" href="https:\/\/www.example.org\/">Continue to A &amp;/)
      expect(html).not.toContain('>Continue</a>')
    }
    const own = await (await fetch(await startClient(ADA))).text()
    expect(own).not.toContain('>Continue to')
  })

  it('link to the site by its name, also on the farewell and on unknown pages', async () => {
    const url = await startClient(null, { homeUrl: 'https://www.example.org/' })
    for (const path of ['/', '/reminder', '/goodbye', '/nothing', '/confirm']) {
      const html = await (await fetch(url + path)).text()
      expect(html).toContain('<p class="brand"><a href="https://www.example.org/">')
      expect([path, html.includes('>Continue to A ')]).toEqual([path, /goodbye|nothing/.test(path)])
    }
  })

  it('have all their URLs below the path of PUBLIC_URL', async () => {
    const url = await startClient(ADA, { basePath: '/door', homeUrl: '/door/account' })
    for (const path of ['/', '/reminder', '/account', '/goodbye', '/nothing/at/all', '/confirm']) {
      const html = await (await fetch(url + path)).text()
      const addresses = [...html.matchAll(/\b(?:href|src|action)="([^"]*)"/g)].map(
        ([, address = '']) => address,
      )
      expect(addresses.length).toBeGreaterThan(3)
      expect(addresses.filter((address) => !/^\/door\/|^https:/.test(address))).toEqual([])
    }
    const html = await (await fetch(await startClient(null, { basePath: '/door' }))).text()
    expect(html).toContain('href="/door/auth/github"')
  })

  it('preload no account when signed out', async () => {
    const html = await (await fetch(`${await startClient()}/account`)).text()
    expect(html).not.toContain('as="fetch"')
    expect(html).toContain('href="/auth/github?returnTo=%2Faccount"')
  })

  it('ask early for no more than the first script where it is enough', async () => {
    const response = await fetch(await startClient(null, { basePath: '/door' }))
    expect(response.headers.get('link')).toBe('</door/assets/index-1.js>; rel=modulepreload; crossorigin')
  })
})

describe('a page that could not be compressed', () => {
  it('is made again for the next request', async () => {
    const url = await startClient()
    compression.failsOnce = true
    expect((await fetch(url)).status).toBe(500)
    expect((await fetch(url)).status).toBe(200)
    expect(compression.failsOnce).toBe(false)
  })
})

describe('the pages of the desk', () => {
  const DESK = ['/desk', '/desk/people', '/desk/people/0b6f', '/desk/jobs']

  it('contain the texts of the desk and preload its script, for operators', async () => {
    const url = await startClient(ADA, { isOperator: true })
    for (const path of DESK) {
      const response = await fetch(url + path)
      expect([path, response.status]).toEqual([path, 200])
      const html = await response.text()
      expect(dataIn(html).desk?.title).toBe('Desk')
      expect(html).toContain('<link rel="modulepreload" crossorigin href="/assets/desk-1.js">')
      expect(html).toContain('data-door="desk"')
    }
    expect((await fetch(`${url}/desk/nothing`)).status).toBe(404)
  })

  it('are refused to other people, and contain nothing of the desk', async () => {
    const url = await startClient(ADA)
    for (const path of DESK) {
      const response = await fetch(url + path)
      expect([path, response.status]).toEqual([path, 403])
      const html = await response.text()
      expect(html).toContain('<h1>Only the operators of this site can open the desk.</h1>')
      expect(dataIn(html)).not.toHaveProperty('desk')
      expect(html).not.toContain('desk-1.js')
    }
  })

  it('offer a sign-in to signed-out people, and contain nothing of the desk', async () => {
    const url = await startClient()
    for (const path of DESK) {
      const html = await (await fetch(url + path)).text()
      expect(dataIn(html)).not.toHaveProperty('desk')
      expect(html).not.toContain('desk-1.js')
    }
    expect(await (await fetch(`${url}/desk/jobs`)).text()).toContain('/auth/github?returnTo=%2Fdesk%2Fjobs')
  })

  it('are the only ones with the texts of the desk', async () => {
    const url = await startClient(ADA, { isOperator: true })
    for (const path of ['/', '/account', '/reminder', '/nothing', '/desktop']) {
      const html = await (await fetch(url + path)).text()
      expect(dataIn(html).pages.signin.title).toBe('Sign in')
      expect(dataIn(html)).not.toHaveProperty('desk')
      expect(html).not.toContain('desk-1.js')
    }
  })
})

describe('the client’s files', () => {
  it('are cached for ever when their name has a hash, and sent compressed', async () => {
    const response = await fetch(`${await startClient()}/assets/app-1.js`)
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect(await response.text()).toBe('run()')
  })

  it('include an icon in the site’s colour', async () => {
    const response = await fetch(`${await startClient()}/door.svg`)
    expect(await response.text()).toBe('<svg fill="#123456"/>')
  })

  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['gzip, br;q=0', 'gzip'],
    ['deflate', null],
  ])('are sent to a browser that accepts %s as %s', async (accepted, encoding) => {
    const headers = { 'Accept-Encoding': accepted }
    const response = await fetch(await startClient(), { headers })
    expect(response.headers.get('content-encoding')).toBe(encoding)
  })

  it('exclude everything outside their folder', async () => {
    const url = await startClient()
    for (const path of ['/../package.json', '/%2e%2e/%2e%2e/etc/passwd'])
      expect(await (await fetch(url + path)).text()).toContain('<title>')
    expect((await fetch(`${url}/assets/..%2f..%2fpackage.json`)).status).toBe(404)
  })

  it('answer 404 for an unknown file without reading the session', async () => {
    const url = await startClient()
    for (const path of ['/assets/app-1.js.map', '/icons/nothing.svg', '/favicon.png']) {
      const answer = await fetch(url + path)
      expect([path, answer.status, await answer.text()]).toEqual([path, 404, 'Not Found'])
    }
  })
})
