import type { Config } from '../config.ts'
import { textsIn } from '../languages/catalogue.ts'
import { fill } from '../languages/fill.ts'
import { greetingName } from '../mail/greeting.ts'
import { type RenderedMail, renderLetter } from '../mail/layout.ts'
import { senderOf } from '../mail/sender.ts'
import { signInMethods } from '../mail/signInMethods.ts'
import { labelsOf } from '../providers/labels.ts'
import type { Provider } from '../providers/provider.ts'
import type { Account } from '../store/account.ts'

type ReminderMail = Account & { config: Config; providers: readonly Provider[] }

/**
 * The mail that lists the account's sign-in methods, with a button for each provider that the site still
 * offers.
 */
export function reminderMail({ user, connections, config, providers }: ReminderMail): RenderedMail {
  const { language, username } = user
  const { mails } = textsIn(language)
  const texts = mails.reminder
  const labels = labelsOf(connections, providers, mails)
  const values = { site: config.siteName, url: config.publicUrl, username, providers: labels }
  return renderLetter(
    {
      subject: fill(texts.subject, values),
      preheader: fill(texts.preheader, values),
      greeting: fill(mails.hello, { name: greetingName(user) }),
      blocks: [
        fill(texts.connected, values),
        { links: signInMethods(connections, { config, providers, language }) },
      ],
      footer: fill(texts.footer, values),
    },
    senderOf(config, language),
  )
}
