import { createServer, type RequestListener, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { guardRequest, PROVIDER_TIMEOUT_MS } from './guardRequest.ts'

/**
 * Sends a request as the `oauth` package does: it only listens for "error" on the request and "end" on the
 * response.
 */
async function ask(
  listener: RequestListener,
): Promise<{ answer: Promise<string>; arrived: Promise<unknown> }> {
  let arrive: (value: unknown) => void = () => undefined
  const arrived = new Promise((resolve) => {
    arrive = resolve
  })
  const server = createServer((req, res) => {
    listener(req, res)
    arrive(undefined)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  const answer = new Promise<string>((resolve, reject) => {
    const asked = guardRequest(request({ port, host: '127.0.0.1' }))
    asked.on('error', reject)
    asked.on('response', (response) => {
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => resolve(text))
    })
    asked.end()
  })
  return { answer, arrived }
}

describe('a guarded request', () => {
  it('delivers a whole answer', async () => {
    const { answer } = await ask((_, response) => response.end('hello'))
    expect(await answer).toBe('hello')
  })

  it('fails when the answer is too large', async () => {
    const { answer } = await ask((_, response) => response.end('x'.repeat(2_000_000)))
    await expect(answer).rejects.toThrow('more than')
  })

  it('fails when the answer breaks off', async () => {
    const { answer } = await ask((_, response) => {
      response.writeHead(200, { 'Content-Length': 100 })
      response.write('x', () => response.destroy())
    })
    await expect(answer).rejects.toThrow('broke off')
  })

  it.each([
    ['never begins', () => undefined],
    ['never ends', (_: unknown, response: { write(text: string): void }) => response.write('x')],
  ] as [string, RequestListener][])('fails when the answer %s', async (_name, listener) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const { answer, arrived } = await ask(listener)
    const failed = expect(answer).rejects.toThrow('no whole answer')
    await arrived
    vi.advanceTimersByTime(PROVIDER_TIMEOUT_MS)
    await failed
  })
})
