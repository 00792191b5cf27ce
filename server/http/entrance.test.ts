import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { Entrance } from './entrance.ts'

const saying =
  (words: string): RequestListener =>
  (_request, response) =>
    void response.end(words)

async function start() {
  const entrance = new Entrance(saying('waiting'))
  const server = createServer(entrance.handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  const ask = (path: string) => fetch(`http://127.0.0.1:${port}${path}`).then((answer) => answer.text())
  const arrived = (count: number) =>
    new Promise<void>((resolve) => {
      let seen = 0
      server.on('request', () => ++seen === count && resolve())
    })
  return { entrance, ask, arrived }
}

it('makes visitors wait for the store, but answers probes at once', async () => {
  const { entrance, ask, arrived } = await start()
  const here = arrived(3)
  const visitor = ask('/account')
  expect(await ask('/healthz')).toBe('waiting')
  expect(await ask('/door/readyz?x')).toBe('waiting')
  await here
  entrance.open(saying('open'))
  expect(await visitor).toBe('open')
  expect(await ask('/readyz')).toBe('open')
})

it('makes nobody wait for a store that cannot be reached', async () => {
  const { entrance, ask, arrived } = await start()
  const here = arrived(1)
  const visitor = ask('/account')
  await here
  entrance.release()
  expect([await visitor, await ask('/')]).toEqual(['waiting', 'waiting'])
  entrance.open(saying('open'))
  expect(await ask('/')).toBe('open')
})
