import type { AccountEvent } from '../api.ts'
import type { AuditEvent } from '../audit/event.ts'
import type { Provider } from '../providers/provider.ts'

/** An event for the owner of the account and for operators, with the label of the provider. */
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
