import type Router from '@koa/router'
import type { EventsAnswer } from '../api.ts'
import type { Services } from '../services.ts'
import { signedIn } from '../sessions/signedIn.ts'
import { presentEvent } from './presentEvent.ts'

/** As many as a person reads. */
const SHOWN = 20

/**
 * `/api/account/events`: the latest events of the account, so that its owner notices actions that they did
 * not take.
 */
export function eventRoutes(router: Router, { store, site }: Pick<Services, 'store' | 'site'>): void {
  router.get('/api/account/events', async (ctx) => {
    const { user } = signedIn(ctx)
    const events = await store.eventsOf(user.id, SHOWN)
    ctx.body = { events: events.map((event) => presentEvent(event, site.providers)) } satisfies EventsAnswer
  })
}
