import type { Config } from '../config.ts'
import { textsIn } from '../languages/catalogue.ts'
import { fill } from '../languages/fill.ts'
import { greetingName } from '../mail/greeting.ts'
import { type RenderedMail, renderLetter } from '../mail/layout.ts'
import { senderOf } from '../mail/sender.ts'
import { labelsOf } from '../providers/labels.ts'
import type { Provider } from '../providers/provider.ts'
import type { Account } from '../store/account.ts'

type WelcomeMail = Account & { config: Config; providers: readonly Provider[] }

/** The mail that welcomes a new user and tells them how they signed in. */
export function welcomeMail({ user, connections, config, providers }: WelcomeMail): RenderedMail {
  const { mails } = textsIn(user.language)
  const texts = mails.welcome
  const labels = labelsOf(connections, providers, mails)
  const names = { username: user.username, name: greetingName(user) }
  const values = { ...names, site: config.siteName, providers: labels }
  return renderLetter(
    {
      subject: fill(texts.subject, values),
      preheader: fill(texts.preheader, values),
      greeting: fill(texts.greeting, values),
      blocks: [
        fill(texts.ready, values),
        fill(texts.method, values),
        { links: [{ label: texts.account, url: `${config.publicUrl}/account` }] },
      ],
      footer: fill(texts.footer, values),
    },
    senderOf(config, user.language),
  )
}
