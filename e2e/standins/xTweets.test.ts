import { ApiResponseError } from 'twitter-api-v2'
import { describe, expect, it } from 'vitest'
import { xClient } from './xClient.ts'

const refusalOf = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  return error instanceof ApiResponseError ? error : expect.fail(`no refusal but ${error}`)
}

describe('posting', () => {
  it('puts tweets on the timeline, newest first, and escapes them', async () => {
    const { signIn, api, standIn } = await xClient()
    const client = api(await signIn('ada'))
    const { data, rateLimit } = await client.v2.post<{ data: object }>(
      'tweets',
      { text: 'One <b>& two' },
      { fullResponse: true },
    )
    expect(data.data).toMatchObject({ id: standIn.tweets[0]?.id, text: 'One <b>& two' })
    expect(rateLimit).toMatchObject({ limit: 100, remaining: 99 })
    await client.v2.post('tweets', { text: 'Three' })
    expect(standIn.tweets).toMatchObject([
      { username: 'ada_lovelace', text: 'One <b>& two' },
      { text: 'Three' },
    ])
    const page = await (await fetch(standIn.timelineUrl)).text()
    expect(page.indexOf('Three')).toBeLessThan(page.indexOf('One &lt;b&gt;&amp; two'))
    expect(await (await fetch(`${standIn.timelineUrl}.json`)).json()).toMatchObject([{ text: 'Three' }, {}])
  })

  it('refuses a text that the same person has posted before, and a text that is too long', async () => {
    const { signIn, api, standIn } = await xClient()
    const ada = api(await signIn('ada'))
    await ada.v2.post('tweets', { text: 'Hello' })
    const duplicate = await refusalOf(ada.v2.post('tweets', { text: 'Hello' }))
    expect([duplicate.code, duplicate.data.detail]).toEqual([
      403,
      expect.stringContaining('duplicate content'),
    ])
    expect((await refusalOf(ada.v2.post('tweets', { text: '東'.repeat(141) }))).code).toBe(403)
    await api(await signIn('grace')).v2.post('tweets', { text: 'Hello' })
    expect(standIn.tweets).toHaveLength(2)
  })

  it('refuses read-only tokens', async () => {
    const { signIn, api, standIn } = await xClient()
    expect((await refusalOf(api(await signIn('ada', 'read')).v2.post('tweets', { text: 'Hi' }))).code).toBe(
      403,
    )
    standIn.app.canPost = false
    expect((await refusalOf(api(await signIn('ada')).v2.post('tweets', { text: 'Hi' }))).code).toBe(403)
  })

  it('is limited to 100 tweets in 15 minutes', async () => {
    const { signIn, api } = await xClient()
    const client = api(await signIn('ada'))
    for (let count = 0; count < 100; count++) await client.v2.post('tweets', { text: `${count}` })
    const refused = await refusalOf(client.v2.post('tweets', { text: 'one more' }))
    expect([refused.rateLimitError, refused.rateLimit]).toMatchObject([true, { limit: 100, remaining: 0 }])
    expect(refused.rateLimit?.reset).toBeGreaterThan(Date.now() / 1_000)
  })

  it('is not possible after the token was invalidated', async () => {
    const { signIn, api, standIn } = await xClient()
    const client = api(await signIn('ada'))
    await client.v1.post('oauth/invalidate_token.json')
    expect(standIn.tokens.size).toBe(0)
    expect((await refusalOf(client.v2.post('tweets', { text: 'Hi' }))).code).toBe(401)
    expect((await refusalOf(client.v1.post('oauth/invalidate_token.json'))).code).toBe(401)
  })

  it('fails while a fault is set', async () => {
    const { signIn, api, standIn } = await xClient()
    const client = api(await signIn('ada'))
    standIn.faults.set('tweets', {
      kind: 'answer',
      status: 429,
      body: '{}',
      type: 'json',
      resetInSeconds: 90,
      times: 1,
    })
    const refused = await refusalOf(client.v2.post('tweets', { text: 'Hi' }))
    expect(refused.rateLimitError).toBe(true)
    await client.v2.post('tweets', { text: 'Hi' })
    expect(standIn.tweets).toHaveLength(1)
  })
})
