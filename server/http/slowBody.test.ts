import { request } from 'node:http'
import { expect, it } from 'vitest'
import type { Visitor } from '../../e2e/standins/visitor.ts'
import { startTestSite, userOf } from '../../e2e/support/testSite.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>

/** Posts the form without its end; `finish` sends the end and returns the status. */
async function beginToPost(site: Site, browser: Visitor, { path, form }: { path: string; form: string }) {
  const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ')
  const headers = {
    Cookie: cookie,
    'Content-Type': 'application/x-www-form-urlencoded',
    'Content-Length': form.length,
    Expect: '100-continue',
  }
  const asked = request(new URL(path, site.url), { method: 'POST', headers })
  const status = new Promise<number | undefined>((resolve, reject) => {
    asked.on('error', reject).on('response', (response) => resolve(response.resume().statusCode))
  })
  await new Promise((resolve) => void asked.on('continue', resolve).flushHeaders())
  return (): Promise<number | undefined> => {
    asked.end(form)
    return status
  }
}

it.each([
  ['/api/account/delete', 'sure=yes'],
  ['/api/account/address', 'email=mallory@example.org'],
  ['/api/account/address/confirm', 'code=123456'],
  ['/api/welcome-tweet', 'text=hello'],
])('does nothing for a person who is signed out before the body has arrived: %s', async (path, form) => {
  const site = await startTestSite()
  const [home, thief] = [site.visitor(), site.visitor()]
  await home.signIn('github', 'ada')
  await thief.signIn('github', 'ada')
  const finish = await beginToPost(site, thief, { path, form })
  await home.fetch('/api/account/sessions', { method: 'DELETE' })
  expect(await finish()).toBe(401)
  expect(await userOf(home)).toMatchObject({ email: 'ada@example.org' })
})
