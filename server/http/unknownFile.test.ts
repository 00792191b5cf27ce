import { expect, it } from 'vitest'
import { startTestSite } from '../../e2e/support/testSite.ts'

it.each(['/assets/gone-1.js', '/assets/%2e%2e/package.json', '/icons/gone.svg', '/favicon.png'])(
  'a file that does not exist (any longer) is not a server error: %s',
  async (path) => {
    const site = await startTestSite()
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    for (const visitor of [browser, site.visitor()]) {
      const response = await visitor.get(path)
      expect(response.status).toBe(200)
      expect(await response.text()).toBe('the client')
    }
  },
)
