import type { Config } from '../config.ts'
import { type RenderedMail, renderLetter } from '../mail/layout.ts'

/** The last mail: the account is gone. */
export function farewellMail(config: Config): RenderedMail {
  return renderLetter(
    {
      subject: `Your account at ${config.siteName} is deleted`,
      preheader: 'Your data is gone, and this is the last mail.',
      greeting: 'Goodbye!',
      paragraphs: [
        `Your account at ${config.siteName} has been deleted, as you asked: your profile, your address, and the connections to the providers you signed in with. You are signed out everywhere.`,
        'Should you come back, you begin anew, as a new guest. You are welcome.',
      ],
      buttons: [],
      footer: `This is the last mail; your address is not kept. If you did not delete your account, somebody was signed in as you: look at the security settings of the accounts you signed in with, and answer to this mail.`,
    },
    { name: config.siteName, accentColor: config.accentColor },
  )
}
