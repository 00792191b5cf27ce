import type { Context } from 'koa'
import type { Config } from '../config.ts'
import { createClientAddress, withoutHost } from '../http/clientAddress.ts'
import type { Store } from '../store/store.ts'
import { type AuditEvent, eventAt, type Happening } from './event.ts'

/** Makes and keeps the events of the audit trail (ASVS 16.3). */
export interface Audit {
  /** An event of this request, to be committed together with what it reports. */
  eventOf(ctx: Context, happening: Happening): AuditEvent
  /** Keeps an event of this request on its own. */
  record(ctx: Context, happening: Happening): Promise<void>
  /** The network that the request came from; see `AuditEvent`. */
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
