import { describe, expect, it, onTestFinished } from 'vitest'
import { startGitHub } from './github.ts'
import { httpFaults } from './httpFaults.ts'
import { people } from './people.ts'

async function gitHub() {
  const options = {
    people,
    clientId: 'client',
    clientSecret: 'secret',
    callbackUrls: ['http://localhost:1/'],
  }
  const github = await startGitHub(options)
  onTestFinished(() => github.close())
  const control = (init?: RequestInit) => fetch(`${github.url}/_control`, init)
  const user = () => fetch(`${github.apiUrl}/user`)
  return { github, control, user }
}

describe('a fault', () => {
  it('applies to its endpoint only, set by name or path, until it is cleared', async () => {
    const { github, user } = await gitHub()
    for (const name of ['user', '/api/v3/user']) {
      github.faults.set(name, httpFaults['500: internal error'])
      expect([(await user()).status, (await fetch(`${github.apiUrl}/user/emails`)).status]).toEqual([
        500, 401,
      ])
      github.faults.clear()
      expect((await user()).status).toBe(401)
    }
    github.faults.set('grant', httpFaults['500: internal error'])
    expect((await fetch(`${github.apiUrl}/applications/any/grant`, { method: 'DELETE' })).status).toBe(500)
  })

  it('applies to every endpoint with *, but a fault of the endpoint itself takes precedence', async () => {
    const { github, user } = await gitHub()
    github.faults.set('*', httpFaults['500: internal error'])
    github.faults.set('user', httpFaults['403: no access (453)'])
    expect([(await user()).status, (await fetch(`${github.apiUrl}/user/emails`)).status]).toEqual([403, 500])
  })

  it('ends after the given number of requests', async () => {
    const { github, user } = await gitHub()
    github.faults.set('user', { ...httpFaults['500: internal error'], times: 2 })
    const statuses = [await user(), await user(), await user()].map(({ status }) => status)
    expect(statuses).toEqual([500, 500, 401])
  })

  it('hangs up, never answers, answers late, or answers with a huge body', async () => {
    const { github, user } = await gitHub()
    github.faults.set('user', { kind: 'down' })
    await expect(user()).rejects.toThrow('fetch failed')
    github.faults.set('user', { kind: 'hang' })
    await expect(fetch(`${github.apiUrl}/user`, { signal: AbortSignal.timeout(50) })).rejects.toThrow(
      /timeout/,
    )
    github.faults.set('user', { kind: 'slow', ms: 5 })
    expect((await user()).status).toBe(401)
    github.faults.set('user', { kind: 'huge', bytes: 1_000_000 })
    expect((await (await user()).arrayBuffer()).byteLength).toBe(1_000_000)
  })

  it('disconnects the clients that still wait when the stand-in closes', async () => {
    const { github, user } = await gitHub()
    github.faults.set('user', { kind: 'hang' })
    const waiting = expect(user()).rejects.toThrow('fetch failed')
    await expect.poll(() => github.requests.length).toBe(1)
    await github.close()
    await waiting
  })

  it('cannot be set for an endpoint that does not exist', async () => {
    const { github } = await gitHub()
    expect(() => github.faults.set('/usr', { kind: 'down' })).toThrow("no endpoint '/usr'")
    expect(() => github.faults.set('toString', { kind: 'down' })).toThrow('no endpoint')
  })
})

describe('the control page', () => {
  it('sets and clears faults by form, also while every endpoint fails', async () => {
    const { control, user } = await gitHub()
    const post = async (fields: Record<string, string>) =>
      (await control({ method: 'POST', body: new URLSearchParams(fields) })).text()
    expect(await (await control({ headers: { Accept: 'text/html' } })).text()).toContain('all is well')
    expect(await post({ endpoint: 'usr', fault: '503: unavailable' })).toContain('no such endpoint')
    const page = await post({ endpoint: '*', fault: '503: unavailable', times: '1' })
    expect(page).toContain('503: unavailable, 1 more time<')
    expect((await user()).status).toBe(503)
    expect((await user()).status).toBe(401)
    await post({ endpoint: 'user', fault: '500: internal error', times: '' })
    expect((await user()).status).toBe(500)
    expect(await post({ mend: 'yes' })).toContain('All is well again')
    expect((await user()).status).toBe(401)
  })

  it('sets switches, by form and with JSON, and resets them when everything is mended', async () => {
    const { github, control } = await gitHub()
    const page = await (await control({ headers: { Accept: 'text/html' } })).text()
    expect(page).toContain('Tokens expire after 8 hours')
    expect(page).toContain('wrong client secret')
    const form = new URLSearchParams([
      ['set', 'yes'],
      ['on', 'hasExpiringTokens'],
      ['on', 'isSuspended'],
    ])
    expect(await (await control({ method: 'POST', body: form })).text()).toContain('set up so')
    expect(github.app).toMatchObject({ hasExpiringTokens: true, isSuspended: true, canReadEmail: false })
    const post = (set: object) =>
      control({
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ set }),
      })
    expect((await post({ isSuspended: false })).status).toBe(200)
    expect((await post({ toString: true })).status).toBe(400)
    expect(github.app).toMatchObject({ hasExpiringTokens: true, isSuspended: false })
    await control({ method: 'DELETE' })
    expect(github.app).toMatchObject({ hasExpiringTokens: false, canReadEmail: true })
  })

  it('sets and clears faults with JSON', async () => {
    const { control, user } = await gitHub()
    const post = (order: object) =>
      control({
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(order),
      })
    expect((await post({ endpoint: 'user', fault: { kind: 'nonsense' } })).status).toBe(400)
    expect((await post({ endpoint: 'usr', fault: { kind: 'down' } })).status).toBe(400)
    await post({ endpoint: 'user', fault: { kind: 'answer', status: 418, body: 'tea' } })
    expect((await user()).status).toBe(418)
    const current = await control({ headers: { Accept: 'application/json' } })
    expect(await current.json()).toEqual({ user: { kind: 'answer', status: 418, body: 'tea' } })
    expect((await control({ method: 'DELETE' })).status).toBe(204)
    expect((await user()).status).toBe(401)
  })
})
