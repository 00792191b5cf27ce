import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { isFree, listenOnLoopback } from './server.ts'

describe('listenOnLoopback', () => {
  it('listens on the same port of both loopback addresses until closed', async () => {
    const { port, close } = await listenOnLoopback(() => createServer((socket) => socket.end('hello')))
    expect(await isFree(port)).toBe(false)
    await expect(listenOnLoopback(() => createServer(), port)).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await close()
    expect(await isFree(port)).toBe(true)
  })

  it('reports a port as busy if it is taken on one of the addresses only', async () => {
    const other = createServer()
    const port = await new Promise<number>((resolve) => {
      other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port))
    })
    expect(await isFree(port)).toBe(false)
    await new Promise((resolve) => other.close(resolve))
    expect(await isFree(port)).toBe(true)
  })

  it('reports a port number above 65535 as not free', async () => {
    expect(await isFree(65_536)).toBe(false)
  })
})
