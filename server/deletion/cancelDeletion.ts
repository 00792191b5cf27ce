import type { AuditEvent } from '../audit/event.ts'
import type { AccountState, Decision } from '../store/store.ts'

/**
 * Decides to keep the account, because the clean-up failed in the deletion that began at `since` (ISO 8601).
 */
export function cancelDeletion(
  { account }: AccountState,
  { since, event }: { since: string; event: AuditEvent },
): Decision<void> {
  if (account.user.leavingSince !== since) return { result: undefined }
  return {
    account: { ...account, user: { ...account.user, leavingSince: null } },
    events: [event],
    result: undefined,
  }
}
