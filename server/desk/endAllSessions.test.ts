import { expect, it } from 'vitest'
import { siteWithReceiver } from '../../e2e/support/testReceiver.ts'
import { userOf } from '../../e2e/support/testSite.ts'
import type { EventsAnswer } from '../api.ts'
import { endAllSessions } from './endAllSessions.ts'

it('signing everybody out tells the site and every person', async () => {
  const { site, receiver } = await siteWithReceiver()
  const [ada, again, linus] = [site.visitor(), site.visitor(), site.visitor()]
  await ada.signIn('github', 'ada')
  await again.signIn('github', 'ada')
  await linus.signIn('github', 'linus')
  await site.jobsDone()
  const adaId = (await userOf(ada))?.id

  expect(await endAllSessions(site.services)).toBe(3)
  expect([await userOf(ada), await userOf(again), await userOf(linus)]).toEqual([null, null, null])
  await site.jobsDone()
  const told = receiver.ofType('session.ended').map(({ data }) => data)
  expect(told).toHaveLength(2)
  expect(told).toContainEqual({ sessions: 2, user: expect.objectContaining({ id: adaId }) })
  await ada.signIn('github', 'ada')
  const { events } = (await (await ada.get('/api/account/events')).json()) as EventsAnswer
  expect(events).toContainEqual(expect.objectContaining({ what: 'operator-sessions', by: 'operator' }))
  expect(await endAllSessions(site.services)).toBe(1)
})
