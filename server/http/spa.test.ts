import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import Koa from 'koa'
import { describe, expect, it, onTestFinished } from 'vitest'
import { serveClient } from './spa.ts'

async function startClient(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'doorman-client-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<title>%SITE_NAME%</title><meta content="%ACCENT_COLOR%">')
  await writeFile(join(folder, 'assets', 'app-1.js'), 'run()')
  await writeFile(join(folder, 'assets', 'app-1.js.gz'), gzipSync('run()'))
  const app = new Koa()
  app.use(
    await serveClient(folder, { siteName: 'A & "B" <c> $&', accentColor: '#123456', avatarOrigins: [] }),
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

describe('the client’s files', () => {
  it('are a page for every address, with the site’s name and colour filled in', async () => {
    const url = await startClient()
    for (const path of ['/', '/reminder', '/account', '/account/', '/goodbye', '/confirm']) {
      const response = await fetch(url + path)
      expect([path, response.status]).toEqual([path, 200])
      expect(await response.text()).toBe(
        '<title>A &#38; &#34;B&#34; &#60;c&#62; $&#38;</title><meta content="#123456">',
      )
      expect(response.headers.get('cache-control')).toBe('no-cache')
    }
    expect((await fetch(`${url}/nothing`)).status).toBe(404)
    for (const path of ['/index.html', '/index', '/index/', '/index.html/', '/%69ndex', '/%69ndex.html']) {
      const response = await fetch(url + path)
      expect([path, response.status]).toEqual([path, 404])
      expect(await response.text()).not.toContain('%SITE_NAME%')
    }
  })

  it('are kept for ever when their name has a hash, and sent compressed', async () => {
    const response = await fetch(`${await startClient()}/assets/app-1.js`)
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect(await response.text()).toBe('run()')
  })

  it.each([
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip, deflate', 'gzip'],
    ['gzip, br;q=0', 'gzip'],
    ['deflate', null],
  ])('are sent to who accepts %s as %s', async (accepted, encoding) => {
    const headers = { 'Accept-Encoding': accepted }
    const response = await fetch(await startClient(), { headers })
    expect(response.headers.get('content-encoding')).toBe(encoding)
  })

  it('are nothing outside their folder', async () => {
    const url = await startClient()
    for (const path of ['/../package.json', '/assets/..%2f..%2fpackage.json', '/%2e%2e/%2e%2e/etc/passwd']) {
      expect(await (await fetch(url + path)).text()).toContain('<title>')
    }
  })
})
