import { task } from '../jobs/task.ts'
import { namelessMailbox } from '../mail/mailbox.ts'
import { MAIL_SERVICE } from '../mail/mailer.ts'
import type { Services } from '../services.ts'
import { farewellMail } from './farewellMail.ts'

/** The purpose for which `sendFarewell` seals its recipient. */
export const FAREWELL_PURPOSE = 'farewell'

/**
 * Confirms a deletion to an address of the deleted account. The address is stored nowhere else by then, so
 * the job contains it sealed. When the mail has been sent, the job is removed as well.
 */
export const sendFarewell = task<{ sealedAddress: string; language: string }, Services>(
  'sendFarewell',
  async ({ sealedAddress, language }, { mailer, config, sealer }, { id, signal }) => {
    const address = await sealer.open(sealedAddress, FAREWELL_PURPOSE)
    const to = namelessMailbox(address)
    const mail = farewellMail(config, language)
    await mailer.send(mail, { to, messageId: id, kind: 'farewell', signal })
  },
  { service: MAIL_SERVICE },
)
