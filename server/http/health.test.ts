import { expect, it } from 'vitest'
import { startTestSite } from '../../e2e/support/testSite.ts'
import { StoreUnavailable } from '../store/store.ts'

it('asks the store once for many who ask at once, and again a little later', async () => {
  const site = await startTestSite()
  const check = site.store.check
  const held: (() => void)[] = []
  site.store.check = async () => {
    await new Promise<void>((resolve) => held.push(resolve))
    return check()
  }
  const ask = async () => (await site.visitor().get('/readyz')).status
  const asking = [ask(), ask(), ask()]
  const arrived = () => site.lines.filter(({ msg }) => msg === 'request').length
  await expect.poll(() => held.length).toBe(1)
  // A request of another kind is answered after those before it have been read.
  await site.visitor().get('/healthz')
  expect(arrived()).toBe(1)
  held[0]?.()
  expect(await Promise.all(asking)).toEqual([200, 200, 200])
  expect(held).toHaveLength(1)
  let isAskedAgain = false
  site.store.check = async () => {
    isAskedAgain = true
  }
  const isAskedAgainAfterAnother = () => ask().then(() => isAskedAgain)
  await expect.poll(isAskedAgainAfterAnother).toBe(true)
})

it('asks again at once after a check that failed', async () => {
  const site = await startTestSite({ expectedErrors: /not ready/ })
  const check = site.store.check
  site.store.check = () => Promise.reject(new StoreUnavailable('full'))
  expect((await site.visitor().get('/readyz')).status).toBe(503)
  site.store.check = check
  expect((await site.visitor().get('/readyz')).status).toBe(200)
})
