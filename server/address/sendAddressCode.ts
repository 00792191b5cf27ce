import { z } from 'zod'
import { task } from '../jobs/task.ts'
import { MAIL_SERVICE } from '../mail/mailer.ts'
import type { Sealer } from '../seal.ts'
import type { Services } from '../services.ts'
import type { UserWithLinks } from '../user.ts'
import { addressCodeMail } from './addressCodeMail.ts'
import { addressTakenMail } from './addressTakenMail.ts'

const PURPOSE = 'address code'

const schema = z.object({ address: z.string(), code: z.string(), goodUntil: z.number() })

type Code = z.infer<typeof schema>

/** The code as a job may carry it. `goodUntil`: Unix milliseconds. */
export function sealCode(code: Code, sealer: Sealer): Promise<string> {
  return sealer.seal(JSON.stringify(code), { purpose: PURPOSE })
}

/**
 * Mails the code to the address; or, when it is another account's, mails its owner which door is theirs. It is here and
 * not in the request that this is looked up: so that the asker sees and waits the same for any address.
 */
export const sendAddressCode = task<{ userId: string; sealed: string; language: string }, Services>(
  'sendAddressCode',
  async ({ userId, sealed, language }, { store, mailer, config, site, sealer, now }, { id, signal }) => {
    const { address, code, goodUntil } = schema.parse(JSON.parse(await sealer.open(sealed, PURPOSE)))
    const asker = await store.findUser(userId)
    // Too late for either: the code opens nothing any more.
    if (!asker || now() > goodUntil) return
    const owner = ownerOf(await store.findUserByEmail(address), userId)
    const to = { name: owner?.user.name ?? '', address, isVerified: owner !== undefined }
    const envelope = { to, messageId: id, signal }
    if (owner) {
      const mail = addressTakenMail({ ...owner, config, providers: site.providers })
      await mailer.send(mail, { ...envelope, kind: 'address-taken' })
    } else {
      const mail = addressCodeMail({ language, code, config })
      await mailer.send(mail, { ...envelope, kind: 'address-code' })
    }
  },
  { service: MAIL_SERVICE },
)

/** The other user who has confirmed the address. Who merely named it will lose it; who is leaving has it no longer. */
function ownerOf(holder: UserWithLinks | undefined, userId: string): UserWithLinks | undefined {
  if (!holder || holder.user.id === userId) return undefined
  const { emailVerified, leavingSince } = holder.user
  return emailVerified && leavingSince === null ? holder : undefined
}
