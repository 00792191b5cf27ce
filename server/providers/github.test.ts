import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { github } from './github.ts'

it('declares JSON as the content type of its revocation request', async () => {
  let headers: IncomingHttpHeaders = {}
  const server = createServer((request, response) => {
    headers = request.headers
    response.writeHead(204).end()
  }).listen(0, '127.0.0.1')
  onTestFinished(() => void server.close())
  await once(server, 'listening')
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await github.revoke({
    settings: { GITHUB_API_URL: api, GITHUB_CLIENT_ID: 'id', GITHUB_CLIENT_SECRET: 'secret' },
    credentials: { accessToken: 'token' },
    signal: AbortSignal.timeout(5_000),
    now: Date.now(),
  })
  expect(headers['content-type']).toBe('application/json')
})
