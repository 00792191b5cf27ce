import type { Config } from '../config.ts'
import { textsIn } from '../languages/catalogue.ts'
import { fill } from '../languages/fill.ts'
import { greetingName } from '../mail/greeting.ts'
import { type RenderedMail, renderLetter } from '../mail/layout.ts'
import { senderOf } from '../mail/sender.ts'
import type { User } from '../store/account.ts'

interface ChangedMail {
  user: Pick<User, 'name' | 'username' | 'language'>
  config: Config
}

/** To the address before: the account has another now. Which one, it does not say: it may be read by anybody by now. */
export function addressChangedMail({ user, config }: ChangedMail): RenderedMail {
  const { siteName, publicUrl } = config
  const { hello, address } = textsIn(user.language).mails
  const values = { site: siteName, username: user.username }
  return renderLetter(
    {
      subject: fill(address.changedSubject, values),
      preheader: fill(address.changedPreheader, values),
      greeting: fill(hello, { name: greetingName(user) }),
      paragraphs: [fill(address.changed, values), address.changedHow],
      buttons: [{ label: address.changedButton, url: `${publicUrl}/account` }],
      footer: fill(address.changedFooter, values),
    },
    senderOf(config, user.language),
  )
}
