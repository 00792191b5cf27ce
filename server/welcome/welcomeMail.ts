import type { Config } from '../config.ts'
import { textsIn } from '../languages/catalogue.ts'
import { fill } from '../languages/fill.ts'
import { greetingName } from '../mail/greeting.ts'
import { type RenderedMail, renderLetter } from '../mail/layout.ts'
import { senderOf } from '../mail/sender.ts'
import { doorsOf } from '../providers/labels.ts'
import type { Provider } from '../providers/provider.ts'
import type { UserWithLinks } from '../store/account.ts'

/** The mail that greets a new user and tells them which door they came in by. */
export function welcomeMail({
  user,
  links,
  config,
  providers,
}: UserWithLinks & { config: Config; providers: readonly Provider[] }): RenderedMail {
  const { mails } = textsIn(user.language)
  const texts = mails.welcome
  const doors = doorsOf(links, providers, mails)
  const values = { site: config.siteName, username: user.username, name: greetingName(user), doors }
  return renderLetter(
    {
      subject: fill(texts.subject, values),
      preheader: fill(texts.preheader, values),
      greeting: fill(texts.greeting, values),
      paragraphs: [fill(texts.ready, values), fill(texts.door, values)],
      buttons: [{ label: texts.account, url: `${config.publicUrl}/account` }],
      footer: fill(user.emailVerified ? texts.footer : mails.unconfirmedFooter, values),
    },
    senderOf(config, user.language),
  )
}
