import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { startTestSite } from '../../e2e/support/testSite.ts'

const BROWSER = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8', 'Sec-Fetch-Mode': 'navigate' }

interface Answer {
  status: number | undefined
  type: string | undefined
  location: string | undefined
  policy: string
  text: string
}

/** Sends a form with only these headers. `fetch` would add Fetch metadata. */
function send(url: string, fields: Record<string, string>, headers: Record<string, string>): Promise<Answer> {
  const type = { 'Content-Type': 'application/x-www-form-urlencoded' }
  return new Promise((resolve, reject) => {
    const asking = request(url, { method: 'POST', headers: { ...headers, ...type } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.once('end', () =>
        resolve({
          status: response.statusCode,
          type: response.headers['content-type'],
          location: response.headers.location,
          policy: String(response.headers['content-security-policy']),
          text: Buffer.concat(chunks).toString(),
        }),
      )
    })
    asking.once('error', reject).end(String(new URLSearchParams(fields)))
  })
}

describe('the reminder form without a script', () => {
  it('is answered with a page with the same text and status', async () => {
    const site = await startTestSite()
    await site.visitor().signIn('github', 'ada')
    for (const [email, status, words] of [
      ['ada@example.org', 200, 'Reminder sent to &#39;ada@example.org&#39;'],
      ['<b>', 400, 'Invalid address!'],
      ['nobody@example.org', 400, 'No user with address &#39;nobody@example.org&#39; found!'],
    ] as const) {
      const answer = await send(`${site.url}/api/reminder`, { email }, BROWSER)
      expect([answer.status, answer.type]).toEqual([status, 'text/html; charset=utf-8'])
      expect(answer.text).toContain(`<h1>${words}</h1>`)
      expect(answer.policy).toMatch(/^default-src 'none'; style-src 'sha256-/)
    }
  })

  it.each<Record<string, string>>([
    {},
    { Accept: '*/*' },
    { Accept: 'text/plain' },
    { Accept: BROWSER.Accept },
    { Accept: 'application/json' },
    { Accept: 'text/html', 'Sec-Fetch-Mode': 'cors' },
    { Accept: '*/*', 'Sec-Fetch-Mode': 'same-origin' },
  ])('is answered with plain text for a program that sends %j', async (headers) => {
    const site = await startTestSite()
    const answer = await send(`${site.url}/api/reminder`, { email: 'x@example.org' }, headers)
    expect(answer).toMatchObject({
      status: 400,
      type: 'text/plain; charset=utf-8',
      text: "No user with address 'x@example.org' found!",
    })
  })
})

describe('a page of words', () => {
  it.each<[type: string, headers: Record<string, string>]>([
    ['text/html; charset=utf-8', BROWSER],
    ['text/html; charset=utf-8', { Accept: BROWSER.Accept }],
    ['text/html; charset=utf-8', { Accept: '*/*', 'Sec-Fetch-Mode': 'navigate' }],
    ['application/json; charset=utf-8', { Accept: '*/*', 'Sec-Fetch-Mode': 'cors' }],
    ['application/json; charset=utf-8', {}],
  ])('is for browsers: %s answers a request with %j', async (type, headers) => {
    const site = await startTestSite()
    expect(await send(`${site.url}/auth/github`, {}, headers)).toMatchObject({ status: 405, type })
  })

  it.each([
    ['/brand.svg', "img-src 'self';"],
    ['https://cdn.example.org/brand.svg', "img-src 'self' https://cdn.example.org;"],
  ])('shows the brand of the site, with the logo %s', async (logo, pictures) => {
    const env = { SITE_NAME: 'Tea & Talk', SITE_LOGO_URL: logo, ACCENT_COLOR: '#0a5f38' }
    const site = await startTestSite({ env })
    const { text, policy } = await send(`${site.url}/api/reminder`, { email: '<b>' }, BROWSER)
    expect(text).toContain(
      `<a href="/account"><img src="${logo}" alt="" height="32"><span>Tea &amp; Talk</span>`,
    )
    expect(text).toContain('<title>Invalid address! – Tea &amp; Talk</title>')
    expect(text).toContain('fill="#0a5f38"')
    expect(policy).toContain(pictures)
  })
})

describe('the language switch without a script', () => {
  it('redirects back to the site', async () => {
    const site = await startTestSite()
    const answer = await send(`${site.url}/api/language`, { language: 'de' }, BROWSER)
    expect([answer.status, answer.location]).toEqual([303, '/'])
  })
})
