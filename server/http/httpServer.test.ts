import { once } from 'node:events'
import { type AddressInfo, connect } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { HttpServer } from './httpServer.ts'

/** A server that answers every request with its target, and counts the requests. */
async function startServer() {
  const seen: string[] = []
  const { server } = new HttpServer(
    (request, response) => {
      seen.push(`${request.method} ${request.url}`)
      request.resume().once('end', () => response.end('seen'))
    },
    { headers: { 'X-Guard': 'on duty' }, drainMs: 0 },
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    seen,
    /** Sends these bytes. Returns the response, up to the end of the connection. */
    async say(text: string): Promise<string> {
      const socket = connect(port, '127.0.0.1')
      let answer = ''
      socket.on('data', (chunk) => {
        answer += chunk
      })
      socket.end(text)
      await once(socket, 'close')
      return answer
    },
  }
}

const post = (...headers: string[]) =>
  [
    'POST / HTTP/1.1',
    'Host: a',
    ...headers,
    '',
    '5\r\nhello\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n',
  ].join('\r\n')

describe('an ambiguous request', () => {
  it.each([
    ['both a length and chunks', post('Content-Length: 5', 'Transfer-Encoding: chunked')],
    ['chunks and a length', post('Transfer-Encoding: chunked', 'Content-Length: 5')],
    ['two lengths', post('Content-Length: 5', 'Content-Length: 6')],
    ['two lengths in one', post('Content-Length: 5, 6')],
    ['a signed length', post('Content-Length: +5')],
    ['chunks that are not the last coding', post('Transfer-Encoding: chunked, identity')],
    ['an unknown coding', post('Transfer-Encoding: xchunked')],
    ['a space before the colon', post('Content-Length : 5')],
    ['a header with a line break in it', post('X: 1\n Content-Length: 5')],
    ['two hosts', post('Host: evil.example', 'Content-Length: 5')],
    ['a nul in a header', post('X: a\0b')],
    ['no request at all', 'hello\r\n\r\n'],
  ])('is refused, and nothing after it is read: %s', async (_what, text) => {
    const server = await startServer()
    const answer = await server.say(text)
    expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
    expect(server.seen.filter((request) => request.includes('smuggled'))).toEqual([])
  })
})

describe('a refusal by the server itself', () => {
  it.each([
    ['400', 'nonsense\r\n\r\n'],
    ['400', 'GET / HTTP/1.1\r\n\r\n'],
    ['417', 'GET / HTTP/1.1\r\nHost: a\r\nExpect: a miracle\r\n\r\n'],
    ['431', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`],
  ])('has the headers of every response: %s', async (status, text) => {
    const server = await startServer()
    const answer = await server.say(text)
    expect(answer).toContain(`HTTP/1.1 ${status} `)
    expect(answer).toContain('X-Guard: on duty')
    expect(server.seen).toEqual([])
  })

  it('refuses CONNECT', async () => {
    const server = await startServer()
    expect(await server.say('CONNECT evil.example:443 HTTP/1.1\r\nHost: a\r\n\r\n')).toBe('')
  })

  it('does not concern valid requests', async () => {
    const server = await startServer()
    expect(await server.say('GET /a HTTP/1.0\r\n\r\n')).toContain('200 OK')
    expect(await server.say('GET /b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n')).toContain('200 OK')
    expect(server.seen).toEqual(['GET /a', 'GET /b'])
  })
})
