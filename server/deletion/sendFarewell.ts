import { task } from '../jobs/task.ts'
import { MAIL_SERVICE } from '../mail/mailer.ts'
import type { Services } from '../services.ts'
import { farewellMail } from './farewellMail.ts'

/** What `sendFarewell` seals its recipient for. */
export const FAREWELL_PURPOSE = 'farewell'

/**
 * Confirms a deletion to the address that the account had. By then the account knows it no more, so the job
 * carries it sealed, and is gone itself once the mail is.
 */
export const sendFarewell = task<
  { sealedAddress: string; verified: 'yes' | 'no'; language: string },
  Services
>(
  'sendFarewell',
  async ({ sealedAddress, verified, language }, { mailer, config, sealer }, { id, signal }) => {
    const address = await sealer.open(sealedAddress, FAREWELL_PURPOSE)
    const isConfirmed = verified === 'yes'
    await mailer.send(farewellMail(config, { language, isConfirmed }), {
      to: { name: '', address, isVerified: isConfirmed },
      messageId: id,
      kind: 'farewell',
      signal,
    })
  },
  { service: MAIL_SERVICE },
)
