import { describe, expect, it } from 'vitest'
import { startTestSite } from '../../e2e/testSite.ts'

describe('the pipeline', () => {
  it('shows the visitor the reason of a step that refuses', async () => {
    const { site: whole } = await import('../site.ts')
    const site = await startTestSite({
      site: {
        pipeline: [() => ({ refused: 'staff-only', jobs: [] }), ...whole.pipeline],
        refusals: { 'staff-only': 'Only staff may come in.' },
      },
    })
    const browser = site.visitor()
    expect((await browser.signIn('github', 'ada')).headers.get('location')).toBe('/?error=staff-only')
    expect(await (await browser.get('/api/refusals/staff-only')).json()).toEqual({
      message: 'Only staff may come in.',
    })
    expect((await browser.get('/api/refusals/toString')).status).toBe(404)
  })

  it('lets nobody new in when createUser is cut', async () => {
    const { site: whole } = await import('../site.ts')
    const { createUser } = await import('./steps/createUser.ts')
    const site = await startTestSite({
      site: { pipeline: whole.pipeline.filter((step) => step !== createUser) },
    })
    const response = await site.visitor().signIn('github', 'ada')
    expect(response.headers.get('location')).toBe('/?error=no-account')
  })
})
