import { z } from 'zod'
import { task } from '../jobs/task.ts'
import { mailboxOf, namelessMailbox } from '../mail/mailbox.ts'
import { MAIL_SERVICE } from '../mail/mailer.ts'
import type { Sealer } from '../seal.ts'
import type { Services } from '../services.ts'
import { isInUse } from '../store/account.ts'
import { addressCodeMail } from './addressCodeMail.ts'
import { addressTakenMail } from './addressTakenMail.ts'

const PURPOSE = 'address code'

const schema = z.object({ address: z.string(), code: z.string(), goodUntil: z.number() })

type Code = z.infer<typeof schema>

/** The code, sealed for a job. `goodUntil` is in Unix milliseconds. */
export function sealCode(code: Code, sealer: Sealer): Promise<string> {
  return sealer.seal(JSON.stringify(code), { purpose: PURPOSE })
}

/**
 * Mails the code to the address or, if another account has the address, mails its owner how they sign in. The
 * job looks that up and not the request, so that the requester gets the same answer, as fast, for every
 * address.
 */
export const sendAddressCode = task<{ userId: string; sealed: string; language: string }, Services>(
  'sendAddressCode',
  async ({ userId, sealed, language }, { store, mailer, config, site, sealer, now }, { id, signal }) => {
    const { address, code, goodUntil } = schema.parse(JSON.parse(await sealer.open(sealed, PURPOSE)))
    const asker = await store.find({ id: userId })
    // The code has expired.
    if (!asker || !isInUse(asker.user) || now() > goodUntil) return
    const holder = await store.find({ email: address })
    if (!holder || holder.user.id === userId || holder.user.leavingSince !== null) {
      const mail = addressCodeMail({ language, code, config })
      return mailer.send(mail, { to: namelessMailbox(address), messageId: id, kind: 'address-code', signal })
    }
    // A locked account gets no mail.
    if (holder.user.lock !== null) return
    const mail = addressTakenMail({ ...holder, config, providers: site.providers })
    const to = mailboxOf(holder.user, address)
    await mailer.send(mail, { to, messageId: id, kind: 'address-taken', signal })
  },
  { service: MAIL_SERVICE },
)
