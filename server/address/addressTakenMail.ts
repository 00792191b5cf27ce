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

type TakenMail = Account & { config: Config; providers: readonly Provider[] }

/** Tells the owner of an address, which another account requested, how they sign in to their own account. */
export function addressTakenMail({ user, connections, config, providers }: TakenMail): RenderedMail {
  const { language, username } = user
  const { mails } = textsIn(language)
  const { hello, address } = mails
  const labels = labelsOf(connections, providers, mails)
  const values = { site: config.siteName, url: config.publicUrl, username, providers: labels }
  return renderLetter(
    {
      subject: fill(address.takenSubject, values),
      preheader: fill(address.takenPreheader, values),
      greeting: fill(hello, { name: greetingName(user) }),
      blocks: [
        fill(address.taken, values),
        { links: signInMethods(connections, { config, providers, language }) },
        address.takenHow,
        address.takenNotYou,
      ],
      footer: fill(address.takenFooter, values),
    },
    senderOf(config, language),
  )
}
