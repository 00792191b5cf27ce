import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { connectionsWithin, limitConnections } from './limitConnections.ts'

const MAX = 5

/**
 * A server for at most five connections. `/hang` is answered when `answerAll` is called, everything else at
 * once.
 */
async function startServer() {
  const hanging: ServerResponse[] = []
  const warnings: object[] = []
  const server = createServer((request, response) => {
    if (request.url === '/hang') hanging.push(response)
    else response.end('ready')
  })
  const log = { warn: (fields: object) => void warnings.push(fields) }
  limitConnections(server, { max: MAX, log: log as never, elapsed: () => 0 })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const open = async (bytes = '') => {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => undefined)
    await once(socket, 'connect')
    socket.write(bytes)
    return socket
  }
  const isReady = () =>
    fetch(`http://127.0.0.1:${port}/readyz`, { headers: { Connection: 'close' } })
      .then((answer) => answer.ok)
      .catch(() => false)
  return { hanging, warnings, open, isReady }
}

async function openMany(open: () => Promise<Socket>, count: number): Promise<Socket[]> {
  const sockets: Socket[] = []
  for (let n = 0; n < count; n++) sockets.push(await open())
  return sockets
}

const HANGING = 'GET /hang HTTP/1.1\r\nHost: x\r\n\r\n'

describe('the limit of connections', () => {
  it.each([
    ['say nothing', ''],
    ['send their headers slowly', 'GET / HTTP/1.1\r\nHost:'],
    ['send their body slowly', 'POST /hang HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nx'],
  ])('admits a balancer when others hold connections open and %s', async (_, bytes) => {
    const { open, isReady, warnings } = await startServer()
    const sockets = await openMany(() => open(bytes), 3 * MAX)
    expect(await isReady()).toBe(true)
    await expect.poll(() => sockets.filter(({ destroyed }) => destroyed).length).toBe(2 * MAX + 1)
    expect(sockets.at(-1)?.destroyed).toBe(false)
    expect(warnings).toEqual([{ cut: 1, max: MAX }])
  })

  it('does not close a connection whose request is under way', async () => {
    const { open, hanging, isReady } = await startServer()
    const sockets = await openMany(() => open(HANGING), MAX)
    await expect.poll(() => hanging.length).toBe(MAX)
    expect(await isReady()).toBe(false)
    const answers = sockets.map((socket) => once(socket, 'data'))
    for (const response of hanging) response.end('at last')
    for (const [answer] of await Promise.all(answers)) expect(String(answer)).toContain('at last')
    expect(await isReady()).toBe(true)
  })

  it('does not close a connection whose second request is under way while the first was answered', async () => {
    const { hanging, open, isReady } = await startServer()
    const first = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'
    const sockets = await openMany(() => open(first + HANGING), MAX)
    await expect.poll(() => hanging.length).toBe(MAX)
    expect(await isReady()).toBe(false)
    expect(sockets.filter(({ destroyed }) => destroyed)).toEqual([])
  })

  it('reserves descriptors for files, database, mail server and providers', () => {
    expect(connectionsWithin(256)).toBe(160)
    expect(connectionsWithin(1_048_576)).toBe(655_360)
  })
})
