import type { Context } from 'koa'
import type { Config } from '../config.ts'
import { createClientAddress, withoutHost } from '../http/clientAddress.ts'
import type { Store } from '../store/store.ts'
import { type AuditEvent, eventAt, type Happening } from './event.ts'

/** Who did what, when, from where, and what came of it (ASVS 16.3). */
export interface Audit {
  /** An event for the commit of what it tells of. */
  eventOf(ctx: Context, happening: Happening): AuditEvent
  /** Keeps an event that nothing else is committed with. */
  record(ctx: Context, happening: Happening): Promise<void>
  /** The network that asks; see `AuditEvent`. */
  originOf(ctx: Context): string
}

/** The audit trail, as routes use it. */
export function createAudit(
  { trustedProxies }: Pick<Config, 'trustedProxies'>,
  { store, now }: { store: Pick<Store, 'record'>; now: () => number },
): Audit {
  const clientAddress = createClientAddress(trustedProxies)
  const originOf = (ctx: Context) => withoutHost(clientAddress(ctx))
  const eventOf: Audit['eventOf'] = (ctx, happening) => eventAt(now(), originOf(ctx), happening)
  return {
    originOf,
    eventOf,
    record: (ctx, happening) => store.record([eventOf(ctx, happening)]),
  }
}
