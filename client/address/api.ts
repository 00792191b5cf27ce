import { action, query, revalidate } from '@solidjs/router'
import type { AddressAnswer } from '../../server/api.ts'
import { ask, encoded, readJson, readSession, ServerFault } from '../api.ts'

/** The address that waits for its code in this session; null when none does. */
export const readPendingAddress = query(
  async (): Promise<string | null> =>
    (await readJson<AddressAnswer>(await ask('/api/account/address'))).pending,
  'pending-address',
)

/** Has a code mailed to the address in the form. Throws with the server's words. */
export const askForCode = action(async (form: FormData): Promise<true> => {
  await ask('/api/account/address', { method: 'POST', body: encoded(form) })
  return true
}, 'ask-for-code')

/** Confirms the pending address with the code in the form. Throws with the server's words. */
export const confirmAddress = action(async (form: FormData): Promise<true> => {
  try {
    await ask('/api/account/address/confirm', { method: 'POST', body: encoded(form) })
    return true
  } catch (error) {
    // The code is void: then nothing waits for it any more, and the address may have been confirmed in another tab.
    const isVoid = error instanceof ServerFault && ['no-code', 'tried-out'].includes(error.code ?? '')
    if (isVoid) await revalidate([readPendingAddress.key, readSession.key])
    throw error
  }
}, 'confirm-address')

/** Lets the pending address go. */
export const cancelAddress = action(async (): Promise<true> => {
  await ask('/api/account/address', { method: 'DELETE' })
  return true
}, 'cancel-address')
