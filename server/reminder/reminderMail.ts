import type { Config } from '../config.ts'
import { textsIn } from '../languages/catalogue.ts'
import { fill } from '../languages/fill.ts'
import { greetingName } from '../mail/greeting.ts'
import { type RenderedMail, renderLetter } from '../mail/layout.ts'
import { senderOf } from '../mail/sender.ts'
import { doorsOf, labelsOf } from '../providers/labels.ts'
import type { Provider } from '../providers/provider.ts'
import type { UserWithLinks } from '../store/account.ts'

/** The mail that lists every connected provider, with a button for each that the site still offers. */
export function reminderMail({
  user,
  links,
  config,
  providers,
}: UserWithLinks & { config: Config; providers: readonly Provider[] }): RenderedMail {
  const { mails } = textsIn(user.language)
  const texts = mails.reminder
  const values = { site: config.siteName, url: config.publicUrl, username: user.username }
  const doors = doorsOf(links, providers, mails)
  const connected = providers.filter(
    ({ id }) => config.providers.has(id) && links.some((link) => link.provider === id),
  )
  return renderLetter(
    {
      subject: fill(texts.subject, { ...values, doors }),
      preheader: fill(texts.preheader, { doors }),
      greeting: fill(mails.hello, { name: greetingName(user) }),
      paragraphs: [fill(texts.connected, values), ...labelsOf(links, providers).map((label) => `• ${label}`)],
      buttons: connected.map(({ id, label }) => ({
        label: fill(texts.signIn, { door: label }),
        url: `${config.publicUrl}/auth/${id}`,
      })),
      footer: fill(texts.footer, values),
    },
    senderOf(config, user.language),
  )
}
