import { type AddressInfo, createServer, type Server } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { site } from '../../server/site/site.ts'
import { people } from '../standins/people.ts'
import { freePort } from '../standins/server.ts'
import { isTryOut, startTryOut } from './tryout.ts'

/** A free port for the site. The next five, for the stand-ins and the example site, are free, too. */
const somePort = () => freePort(5)

async function listenOn(host: string, port: number): Promise<number> {
  const server: Server = createServer()
  await new Promise<void>((resolve) => server.listen(port, host, resolve))
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())))
  return (server.address() as AddressInfo).port
}

describe('isTryOut', () => {
  it('is true while no setting of a provider is set', () => {
    expect(isTryOut({ GITHUB_CLIENT_ID: '', SMTP_URL: 'smtp://localhost' }, site.providers)).toBe(true)
    for (const name of [
      'GITHUB_CLIENT_ID',
      'GITHUB_CLIENT_SECRET',
      'TWITTER_CONSUMER_KEY',
      'TWITTER_CONSUMER_SECRET',
    ]) {
      expect(isTryOut({ [name]: 'x', NODE_ENV: 'production' }, site.providers)).toBe(false)
    }
  })

  it('throws in production', () => {
    expect(() => isTryOut({ NODE_ENV: 'production' }, site.providers)).toThrow('No provider is configured')
  })
})

describe('startTryOut', () => {
  it('points the site at running stand-ins, and prints their addresses', async () => {
    const port = await somePort()
    const { env, banner, close } = await startTryOut(port, {})
    for (const name of ['GITHUB_URL', 'TWITTER_API_URL']) {
      const response = await fetch(`${env[name]}/_control`)
      expect(response.status).toBe(200)
      expect(await response.text()).toContain(`<a href="http://localhost:${port}">Back to the site</a>`)
      expect(banner).toContain(env[name])
    }
    expect(banner).toContain(`http://localhost:${port}`)
    expect(env.SECRET?.length).toBeGreaterThanOrEqual(32)
    expect(banner).toContain(`http://localhost:${port}/desk, for Margaret Hamilton`)
    expect(env.OPERATORS).toContain(`github:${people.find(({ key }) => key === 'margaret')?.github?.id}`)
    await close()
    await expect(fetch(`${env.GITHUB_URL}/_control`)).rejects.toThrow()
  })

  it('runs the example site, sends visitors and webhooks there, and prints it first', async () => {
    const port = await somePort()
    const { env, banner, close } = await startTryOut(port, { SITE_ORIGINS: 'http://other.localhost' })
    const url = `http://localhost:${port + 5}`
    expect(env).toMatchObject({
      HOME_URL: url,
      SITE_ORIGINS: `http://other.localhost,${url}`,
      WEBHOOK_URL: `${url}/webhooks`,
      WEBHOOK_SECRET: expect.stringMatching(/^whsec_/),
    })
    expect(banner.match(/http:\S+/)?.[0]).toBe(url)
    const answered = () => fetch(`${url}/webhooks`).then(({ status }) => status, String)
    await expect.poll(answered, { timeout: 10_000 }).toBe(200)
    await close()
    await expect(fetch(url)).rejects.toThrow()
  })

  it('keeps the operator’s own settings for the site and the webhooks', async () => {
    const own = {
      HOME_URL: 'http://home.localhost',
      WEBHOOK_URL: 'http://hooks.localhost',
      WEBHOOK_SECRET: 'x',
    }
    const { env, close } = await startTryOut(await somePort(), own)
    expect({ ...own, ...env }).toMatchObject(own)
    await close()
  })

  it('keeps the operator’s own secret, sender and PUBLIC_URL', async () => {
    const own = {
      SECRET: 's'.repeat(32),
      MAIL_FROM: 'Me <me@example.org>',
      PUBLIC_URL: 'http://site.localhost',
    }
    const { env, banner, close } = await startTryOut(await somePort(), own)
    expect(env).toMatchObject({ SECRET: own.SECRET, MAIL_FROM: own.MAIL_FROM })
    expect(banner).toContain(own.PUBLIC_URL)
    await close()
  })

  it('uses another port for a stand-in if its own is busy on a loopback address', async () => {
    const port = await somePort()
    await listenOn('127.0.0.1', port + 1)
    await listenOn('::1', port + 2)
    const { env, close } = await startTryOut(port, {})
    expect(env.GITHUB_URL).not.toBe(`http://localhost:${port + 1}`)
    expect(env.TWITTER_API_URL).not.toBe(`http://localhost:${port + 2}`)
    await close()
  })

  it.each(['127.0.0.1', '::1'])('throws when the port of the site is busy on %s', async (host) => {
    const port = await listenOn(host, await freePort())
    await expect(startTryOut(port, {})).rejects.toThrow(`Port ${port} is in use. Choose another: PORT=4000`)
  })
})
