import { task } from '../jobs/task.ts'
import { namelessMailbox } from '../mail/mailbox.ts'
import { MAIL_SERVICE } from '../mail/mailer.ts'
import type { Services } from '../services.ts'
import { farewellMail } from './farewellMail.ts'

/** What `sendFarewell` seals its recipient for. */
export const FAREWELL_PURPOSE = 'farewell'

/**
 * Confirms a deletion to an address that the account had. By then nothing else knows the address, so the job carries it
 * sealed; when the mail is sent the job is gone, too.
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
