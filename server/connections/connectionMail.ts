import type { Config } from '../config.ts'
import { textsIn } from '../languages/catalogue.ts'
import { fill } from '../languages/fill.ts'
import { greetingName, isRepeatable } from '../mail/greeting.ts'
import { type RenderedMail, renderLetter } from '../mail/layout.ts'
import { senderOf } from '../mail/sender.ts'
import { doorsOf, labelOf } from '../providers/labels.ts'
import type { Provider } from '../providers/provider.ts'
import type { UserWithLinks } from '../store/account.ts'

type Change = UserWithLinks & { provider: string; uid: string; what: 'connected' | 'disconnected' }

/** The mail that says which door was connected or disconnected, and which there are now. */
export function connectionMail(
  { user, links, provider, uid, what }: Change,
  { config, providers }: { config: Config; providers: readonly Provider[] },
): RenderedMail {
  const { mails } = textsIn(user.language)
  const words = mails.connections
  const door = labelOf(provider, providers)
  // Of what is disconnected the name is forgotten.
  const link = links.find((candidate) => candidate.provider === provider && candidate.uid === uid)
  const names = { door, site: config.siteName }
  const named =
    link && isRepeatable(link.username) ? fill(words.named, { door, username: link.username }) : door
  return renderLetter(
    {
      subject: fill(words[`${what}Subject`], names),
      preheader: fill(words[`${what}Preheader`], names),
      greeting: fill(mails.hello, { name: greetingName(user) }),
      paragraphs: [
        fill(words[what], { ...names, door: named }),
        fill(words.now, { doors: doorsOf(links, providers, mails) }),
      ],
      buttons: [{ label: words.button, url: `${config.publicUrl}/account` }],
      footer: fill(user.emailVerified ? words[`${what}Footer`] : mails.unconfirmedFooter, names),
    },
    senderOf(config, user.language),
  )
}
