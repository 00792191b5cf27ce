import type { AccountEvent } from '../api.ts'
import type { AuditEvent } from '../audit/event.ts'
import type { Provider } from '../providers/provider.ts'

/** An event as the owner of the account and the operators see it, with the provider by its label. */
export function presentEvent(
  { at, what, outcome, provider, from, by, note }: AuditEvent,
  providers: readonly Provider[],
): AccountEvent {
  const label = providers.find(({ id }) => id === provider)?.label ?? provider
  return {
    at: new Date(at).toISOString(),
    what,
    outcome,
    provider: label,
    from,
    by: by ?? null,
    note: note ?? null,
  }
}
