import type { Config } from '../config.ts'
import { textsIn } from '../languages/catalogue.ts'
import { fill } from '../languages/fill.ts'
import { greetingName } from '../mail/greeting.ts'
import { type RenderedMail, renderLetter } from '../mail/layout.ts'
import { senderOf } from '../mail/sender.ts'
import { doorsOf, labelsOf } from '../providers/labels.ts'
import type { Provider } from '../providers/provider.ts'
import type { UserWithLinks } from '../store/account.ts'

/** Tells the owner of an address, which somebody wanted to have for another account, how they sign in to theirs. */
export function addressTakenMail({
  user,
  links,
  config,
  providers,
}: UserWithLinks & { config: Config; providers: readonly Provider[] }): RenderedMail {
  const { siteName, publicUrl } = config
  const { mails } = textsIn(user.language)
  const { hello, address } = mails
  const labels = labelsOf(links, providers)
  const values = {
    site: siteName,
    url: publicUrl,
    username: user.username,
    doors: doorsOf(links, providers, mails),
  }
  const open = providers.filter(
    ({ id }) => config.providers.has(id) && links.some((link) => link.provider === id),
  )
  return renderLetter(
    {
      subject: fill(address.takenSubject, values),
      preheader: fill(address.takenPreheader, values),
      greeting: fill(hello, { name: greetingName(user) }),
      paragraphs: [fill(address.taken, values), ...labels.map((label) => `• ${label}`), address.takenHow],
      buttons: open.map(({ id, label }) => ({
        label: fill(address.takenButton, { door: label }),
        url: `${publicUrl}/auth/${id}`,
      })),
      footer: fill(address.takenFooter, values),
    },
    senderOf(config, user.language),
  )
}
