import type { Services } from '../services.ts'

const DAY_MS = 24 * 3_600_000

/** Whether the whole profile behind a connection was read less than a day ago. */
export async function isProfileFresh(
  { provider, uid }: { provider: string; uid: string },
  { store, now }: Pick<Services, 'store' | 'now'>,
): Promise<boolean> {
  const readAt = (await store.findLink(provider, uid))?.link.extraData.profileReadAt
  return readAt !== undefined && now() - Date.parse(readAt) < DAY_MS
}
