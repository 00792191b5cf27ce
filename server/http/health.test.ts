import { expect, it } from 'vitest'
import { startTestSite } from '../../e2e/support/testSite.ts'
import { StoreUnavailable } from '../store/store.ts'

it('asks the store once for many who ask at once, and then not for a second', async () => {
  const site = await startTestSite()
  const check = site.store.check
  let checks = 0
  site.store.check = () => {
    checks += 1
    return check()
  }
  const ask = async () => (await site.visitor().get('/readyz')).status
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([200, 200, 200])
  expect(await ask()).toBe(200)
  expect(checks).toBe(1)
  const checksAfterAsking = async () => {
    await ask()
    return checks
  }
  await expect.poll(checksAfterAsking, { timeout: 5_000 }).toBe(2)
})

it('asks again at once after a check that failed', async () => {
  const site = await startTestSite({ expectedErrors: /not ready/ })
  const check = site.store.check
  site.store.check = () => Promise.reject(new StoreUnavailable('full'))
  expect((await site.visitor().get('/readyz')).status).toBe(503)
  site.store.check = check
  expect((await site.visitor().get('/readyz')).status).toBe(200)
})
