import type { Config } from '../config.ts'
import { textsIn } from '../languages/catalogue.ts'
import { fill } from '../languages/fill.ts'
import { greetingName } from '../mail/greeting.ts'
import { type RenderedMail, renderLetter } from '../mail/layout.ts'
import { senderOf } from '../mail/sender.ts'
import type { User } from '../store/account.ts'

/**
 * Tells a former address that the account has another one now. The mail does not name the new address, nor
 * anything else that an intruder could have chosen.
 */
export function addressChangedMail({ language, config }: { language: string; config: Config }): RenderedMail {
  const { helloStranger, address } = textsIn(language).mails
  const values = { site: config.siteName }
  return renderLetter(
    {
      subject: fill(address.changedSubject, values),
      preheader: address.changedPreheader,
      greeting: helloStranger,
      blocks: [
        fill(address.changed, values),
        address.changedNotYou,
        { links: [{ label: address.changedButton, url: `${config.publicUrl}/account` }] },
      ],
      footer: fill(address.changedFooter, values),
    },
    senderOf(config, language),
  )
}

/** Tells the new address that it has replaced another one. */
export function addressVerifiedMail({ user, config }: { user: User; config: Config }): RenderedMail {
  const { hello, address } = textsIn(user.language).mails
  const values = { site: config.siteName, username: user.username }
  return renderLetter(
    {
      subject: fill(address.presentSubject, values),
      preheader: fill(address.presentPreheader, values),
      greeting: fill(hello, { name: greetingName(user) }),
      blocks: [
        fill(address.present, values),
        address.presentNotYou,
        { links: [{ label: address.changedButton, url: `${config.publicUrl}/account` }] },
      ],
      footer: fill(address.presentFooter, values),
    },
    senderOf(config, user.language),
  )
}
