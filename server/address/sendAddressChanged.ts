import { z } from 'zod'
import type { JobDescription } from '../jobs/job.ts'
import { task } from '../jobs/task.ts'
import { MAIL_SERVICE } from '../mail/mailer.ts'
import type { Sealer } from '../seal.ts'
import type { Services } from '../services.ts'
import { emailKey, type User } from '../user.ts'
import { addressChangedMail } from './addressChangedMail.ts'

const PURPOSE = 'address changed'

const schema = z.object({ address: z.string(), name: z.string(), username: z.string() })

/**
 * Tells the address that an account had that mails go elsewhere now. The account knows it no more, so the job carries it
 * sealed; it is nobody's job, for whoever took the account must not silence it by deleting that.
 */
export const sendAddressChanged = task<{ sealed: string; language: string }, Services>(
  'sendAddressChanged',
  async ({ sealed, language }, { mailer, config, sealer }, { id, signal }) => {
    const { address, ...user } = schema.parse(JSON.parse(await sealer.open(sealed, PURPOSE)))
    await mailer.send(addressChangedMail({ user: { ...user, language }, config }), {
      // Only a verified address is told (`tellOldAddress`).
      to: { name: user.name, address, isVerified: true },
      messageId: id,
      kind: 'address-changed',
      signal,
    })
  },
  { service: MAIL_SERVICE },
)

/** The job for a user who will have the address `next`: none when there was no other that was surely theirs. */
export async function tellOldAddress(user: User, next: string, sealer: Sealer): Promise<JobDescription[]> {
  const { email: address, emailVerified, name, username, language } = user
  if (!address || !emailVerified || emailKey(address) === emailKey(next)) return []
  const sealed = await sealer.seal(JSON.stringify({ address, name, username }), { purpose: PURPOSE })
  return [sendAddressChanged.delay({ sealed, language })]
}
