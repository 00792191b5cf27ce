import type { Context } from 'koa'
import type { Config } from '../config.ts'
import { createClientAddress, withoutHost } from '../http/clientAddress.ts'
import type { Store } from '../store/store.ts'
import { type AuditEvent, eventAt, type Happening } from './event.ts'

/** Creates and stores the events of the audit trail (ASVS 16.3). */
export interface Audit {
  /** An event of this request, to commit together with the change that it records. */
  eventOf(ctx: Context, happening: Happening): AuditEvent
  /** Stores an event of this request on its own. */
  record(ctx: Context, happening: Happening): Promise<void>
  /** The network from which the request came; see `AuditEvent`. */
  originOf(ctx: Context): string
}

/** The audit trail for routes. */
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
