import type { AddressAnswer } from '../../server/api.ts'
import { ask, encoded, readJson, ServerFault } from '../ask.ts'
import { query, revalidate } from '../query.ts'

/** Reads the address that waits for its code in this session; null if there is none. */
export const readPendingAddress = query(
  async (): Promise<string | null> =>
    (await readJson<AddressAnswer>(await ask('/api/account/address'))).pending,
  'pending-address',
)

/** Makes the server mail a code to the address in the form. Throws `ServerFault`. */
export async function askForCode(form: FormData): Promise<true> {
  await ask('/api/account/address', { method: 'POST', body: encoded(form) })
  await revalidate(readPendingAddress.key)
  return true
}

/** Verifies the pending address with the code in the form. Throws `ServerFault`. */
export async function verifyAddress(form: FormData): Promise<true> {
  try {
    await ask('/api/account/address/confirm', { method: 'POST', body: encoded(form) })
  } catch (error) {
    // The code is no longer valid. Perhaps another tab has verified the address.
    const isVoid = error instanceof ServerFault && ['no-code', 'tried-out'].includes(error.code ?? '')
    if (isVoid) await revalidate()
    throw error
  }
  // The address, the session and the events have changed.
  await revalidate()
  return true
}

/** Drops the pending address. Throws `ServerFault`. */
export async function cancelAddress(): Promise<true> {
  await ask('/api/account/address', { method: 'DELETE' })
  await revalidate(readPendingAddress.key)
  return true
}
