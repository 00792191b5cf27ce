import { timingSafeEqual } from 'node:crypto'
import type { AuditEvent } from '../audit/event.ts'
import type { Services } from '../services.ts'
import { Conflict } from '../store/store.ts'
import { changeAddress } from './changeAddress.ts'
import { CODE_LIFETIME_MS, type PendingAddress } from './pendingAddresses.ts'

/** There are a million codes, and each gets five tries. */
const MAX_TRIES = 5

/** A try to enter the code of an address. */
export interface Try {
  asked: PendingAddress
  /** Six digits. */
  typed: string
  /** The event to record if the code is right. */
  event: AuditEvent
}

/** Gives the account the address to which the code was mailed, if the code is right. */
export async function confirmAddress(
  { asked, typed, event }: Try,
  services: Pick<Services, 'store' | 'now' | 'config'>,
): Promise<'done' | 'wrong-code' | 'tried-out'> {
  if (!(await hasTryLeft(asked, services))) return 'tried-out'
  if (!(await isRight({ asked, typed }, services))) return 'wrong-code'
  const { address, session, userId } = asked
  const at = new Date(services.now()).toISOString()
  try {
    const verified = { address, session, at, event, config: services.config }
    const outcome = await services.store.change(userId, (state) => changeAddress(state, verified))
    return outcome === 'done' ? 'done' : 'wrong-code'
  } catch (error) {
    // An address that another account took meanwhile must look like a wrong code.
    if (error instanceof Conflict && error.taken === 'email') return 'wrong-code'
    throw error
  }
}

/** Counted in the store and not in the cookie, because a browser may send an older cookie again. */
async function hasTryLeft({ id }: PendingAddress, { store }: Pick<Services, 'store'>): Promise<boolean> {
  const limit = { key: `address-tries:${id}`, max: MAX_TRIES, windowMs: CODE_LIFETIME_MS }
  return (await store.use([limit])) === 0
}

/** Whether the code is right, and is used for the first time. */
async function isRight(
  { asked: { id, code }, typed }: Pick<Try, 'asked' | 'typed'>,
  { store }: Pick<Services, 'store'>,
): Promise<boolean> {
  const isSame = timingSafeEqual(Buffer.from(typed), Buffer.from(code))
  const once = { key: `address:${id}`, max: 1, windowMs: CODE_LIFETIME_MS }
  return isSame && (await store.use([once])) === 0
}
