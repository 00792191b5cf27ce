import type Router from '@koa/router'
import type { EventsAnswer } from '../api.ts'
import type { Services } from '../services.ts'
import { signedIn } from '../sessions/signedIn.ts'
import { presentEvent } from './presentEvent.ts'

/** As many as a person looks through. */
const SHOWN = 20

/**
 * `/api/account/events`: what was done lately with the account, so that its owner sees what they did not do.
 */
export function eventRoutes(router: Router, { store, site }: Pick<Services, 'store' | 'site'>): void {
  router.get('/api/account/events', async (ctx) => {
    const { user } = signedIn(ctx)
    const events = await store.eventsOf(user.id, SHOWN)
    ctx.body = { events: events.map((event) => presentEvent(event, site.providers)) } satisfies EventsAnswer
  })
}
