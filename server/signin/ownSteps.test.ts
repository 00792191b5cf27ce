import { describe, expect, it } from 'vitest'
import { startTestSite } from '../../e2e/support/testSite.ts'
import { site as whole } from '../site/site.ts'
import { refuse } from './pipeline.ts'
import { createUser } from './steps/createUser.ts'

describe('a step written by the site', () => {
  it('refuses with its own sentence, in the visitor’s language', async () => {
    const site = await startTestSite({
      site: {
        pipeline: [() => refuse('staff-only'), ...whole.pipeline],
        refusals: {
          'staff-only': {
            en: 'Only staff.',
            de: 'Nur Personal.',
            es: 'Solo personal.',
            bg: 'Само за персонал.',
          },
        },
      },
    })
    const browser = site.visitor()
    expect((await browser.signIn('github', 'ada')).headers.get('location')).toBe('/?error=staff-only')
    const sentenceIn = async (language: string) => {
      const answer = await browser.get('/api/refusals/staff-only', { 'Accept-Language': language })
      return ((await answer.json()) as { message: string }).message
    }
    expect(await sentenceIn('en')).toBe('Only staff.')
    expect(await sentenceIn('bg')).toBe('Само за персонал.')
    for (const code of ['toString', '__proto__', 'nothing'])
      expect((await browser.get(`/api/refusals/${code}`)).status, code).toBe(404)
  })

  it('may be left out: without createUser no new accounts are created', async () => {
    const site = await startTestSite({
      site: { pipeline: whole.pipeline.filter((step) => step !== createUser) },
    })
    const response = await site.visitor().signIn('github', 'ada')
    expect(response.headers.get('location')).toBe('/?error=no-account')
  })
})
