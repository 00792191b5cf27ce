import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { type ProviderRequest, providerHosts, watchProviders } from './watchProviders.ts'

async function startServer(): Promise<string> {
  const server = createServer((asked, answer) => {
    if (asked.url === '/broken') asked.socket.destroy()
    else answer.writeHead(Number(asked.url?.slice(1))).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://localhost:${(server.address() as AddressInfo).port}`
}

function ask(url: string): Promise<void> {
  return new Promise((resolve) => {
    const asked = request(url, (answer) => answer.resume().once('end', resolve))
    asked.once('error', () => resolve()).end()
  })
}

it('measures only requests to providers, over node:http and fetch, until it is stopped', async () => {
  const [github, other] = [await startServer(), await startServer()]
  const seen: ProviderRequest[] = []
  const settings = { GITHUB_CLIENT_ID: 'id', GITHUB_URL: github, GITHUB_API_URL: `${github}/api` }
  const stop = watchProviders(
    providerHosts(new Map([['github', settings]])),
    (ended) => void seen.push(ended),
  )
  for (const path of ['200', '404', '503', 'broken']) await ask(`${github}/${path}`)
  for (const path of ['302', '401', '500', 'broken'])
    await fetch(`${github}/${path}`, { redirect: 'manual' }).catch(() => undefined)
  await ask(`${other}/200`)
  await fetch(`${other}/200`)
  stop()
  await ask(`${github}/200`)
  const outcomes = ['ok', 'refused', 'failed', 'unreachable']
  expect(seen.map(({ outcome }) => outcome)).toEqual([...outcomes, ...outcomes])
  for (const { provider, ms } of seen) {
    expect(provider).toBe('github')
    expect(ms).toBeGreaterThan(0)
    expect(ms).toBeLessThan(5_000)
  }
})
