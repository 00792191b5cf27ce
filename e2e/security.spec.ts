import { TRICKS } from '../server/signin/returnTo.corpus.ts'
import { safeReturnTo } from '../server/signin/returnTo.ts'
import { expect, test, visiting } from './support/fixtures.ts'

const XSS = `"'><img src=x onerror=window.pwned=1><script>window.pwned=1</script>\u2028</title><svg onload=window.pwned=1>`

const AVATARS = [
  'javascript:window.pwned=1',
  'data:image/svg+xml,<svg onload="window.pwned=1"/>',
  'https://evil.example/track.png',
  '//evil.example/track.png',
  `https://avatars.githubusercontent.com.evil.example/${XSS}`,
]

test('a profile from a provider is shown as text, and runs no script', async ({ page, site, browser }) => {
  const violations: string[] = []
  await page.exposeFunction('report', (violation: string) => violations.push(violation))
  await page.addInitScript(() => {
    const { report } = window as unknown as { report(violation: string): void }
    document.addEventListener('securitypolicyviolation', ({ blockedURI }) => report(blockedURI))
  })
  const answerAt = (path: string, body: object) =>
    site.github.faults.set(path, {
      kind: 'answer',
      status: 200,
      body: JSON.stringify(body),
      type: 'application/json',
    })
  answerAt('/api/v3/user/emails', [{ email: 'x@example.org', primary: true, verified: true }])

  for (const avatar_url of AVATARS) {
    const person = { id: 666, login: `x${XSS}\r\nX-Evil: 1`, name: `${XSS}\r\n\u202eevil` }
    answerAt('/api/v3/user', { ...person, avatar_url })
    await page.goto('/')
    await page.goto('/auth/github')
    await page.getByRole('button', { name: /Ada Lovelace/ }).click()
    await expect(page.getByRole('heading', { name: 'Hello,' })).toContainText('<script>')
    await page.getByRole('button', { name: /delete account/i }).click()
    await page.waitForLoadState('networkidle')
    expect(await page.evaluate(() => 'pwned' in window)).toBe(false)
  }
  expect(violations).toEqual([])

  const mail = await site.mail.waitFor(({ subject }) => subject.startsWith('Welcome'))
  expect(mail.recipients).toEqual(['x@example.org'])
  expect(mail.raw).not.toMatch(/^X-Evil/im)
  const letter = await (await browser.newContext()).newPage()
  await letter.setContent(mail.html)
  expect(await letter.evaluate(() => 'pwned' in window)).toBe(false)
  expect(await letter.locator('img, script, svg').count()).toBe(0)
  for (const line of site
    .log()
    .trim()
    .split(/\r?\n|\u2028/))
    expect(() => JSON.parse(line), line).not.toThrow()
})

test.describe(() => {
  test.use({ expectedConsole: /status of 404|frame-ancestors 'none'/ })

  test('no returnTo leads a browser away from the site', async ({ page, site }) => {
    const host = new URL(site.url).host
    const sample = TRICKS.filter((_, index) => index % 29 === 0)
    for (const trick of sample) {
      await page.goto(`/auth/github?returnTo=${encodeURIComponent(trick.replaceAll('SITE', host))}`)
      await page.getByRole('button', { name: /Ada Lovelace/ }).click()
      await page.waitForURL((url) => url.origin !== site.github.url)
      expect(new URL(page.url()).origin, trick).toBe(site.url)
    }
    const addresses = { origin: site.url, basePath: '', siteOrigins: [] }
    const places = TRICKS.map(
      (trick) => safeReturnTo(trick.replaceAll('SITE', host), addresses) ?? '/account',
    )
    expect(places.some((place) => place !== '/account')).toBe(true)
    const origins = await page.evaluate(
      (paths) => paths.map((path) => new URL(path, location.href).origin),
      places,
    )
    expect(new Set(origins)).toEqual(new Set([site.url]))
  })

  visiting('a page has no source maps, and cannot be framed', async ({ page, site, request }) => {
    await page.goto('/')
    const scripts = await page
      .locator('script[src]')
      .evaluateAll((all) => all.map((script) => script.getAttribute('src')))
    expect(scripts).not.toEqual([])
    for (const script of scripts) {
      const answer = await request.get(`${site.url}${script}`)
      expect(await answer.text()).not.toContain('sourceMappingURL')
      expect((await request.get(`${site.url}${script}.map`)).status()).toBe(404)
    }
    await page.goto(site.github.url)
    const isFramed = await page.evaluate(async (url) => {
      const frame = document.createElement('iframe')
      frame.src = url
      const loaded = new Promise((resolve) => frame.addEventListener('load', resolve))
      document.body.append(frame)
      await loaded
      // When a page refuses to be framed, the frame holds an error page of the browser, which scripts cannot read.
      return frame.contentDocument !== null
    }, `${site.url}/`)
    expect(isFramed).toBe(false)
  })
})
