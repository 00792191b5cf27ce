import type { Config } from '../config.ts'
import { textsIn } from '../languages/catalogue.ts'
import { fill } from '../languages/fill.ts'
import { greetingName } from '../mail/greeting.ts'
import { type RenderedMail, renderLetter } from '../mail/layout.ts'
import { senderOf } from '../mail/sender.ts'
import { methodName } from '../mail/signInMethods.ts'
import { labelOf, labelsOf } from '../providers/labels.ts'
import type { Provider } from '../providers/provider.ts'
import type { Account } from '../store/account.ts'

/** An identity that was connected to an account, or disconnected from it. */
export interface ConnectionChange {
  provider: string
  what: 'connected' | 'disconnected'
  /** ISO 8601: identifies the connection, if it still exists. */
  connectedAt: string
}

interface Sending {
  config: Config
  providers: readonly Provider[]
  /**
   * Whether the mail goes to a former address of the account. Then it contains no names, because an intruder
   * could have chosen them.
   */
  isToFormer: boolean
}

/** The mail that says which sign-in method was added or removed, and which ones the account has now. */
export function connectionMail(
  { user, connections }: Account,
  { provider, what, connectedAt }: ConnectionChange,
  { config, providers, isToFormer }: Sending,
): RenderedMail {
  const { language } = user
  const { mails } = textsIn(language)
  const words = mails.connections
  const label = labelOf(provider, providers)
  // The username of a disconnected identity is no longer stored.
  const connection = connections.find((one) => one.provider === provider && one.connectedAt === connectedAt)
  const method = connection && !isToFormer ? methodName(connection, { providers, language }) : label
  const values = { site: config.siteName, provider: label, method }
  const now = fill(words.now, { providers: labelsOf(connections, providers, mails) })
  return renderLetter(
    {
      subject: fill(words[`${what}Subject`], values),
      preheader: fill(words[`${what}Preheader`], values),
      greeting: isToFormer ? mails.helloStranger : fill(mails.hello, { name: greetingName(user) }),
      blocks: [
        fill(words[what], values),
        ...(isToFormer ? [] : [now]),
        fill(words[`${what}NotYou`], values),
        { links: [{ label: words.button, url: `${config.publicUrl}/account` }] },
      ],
      footer: isToFormer ? fill(words.formerFooter, values) : words.footer,
    },
    senderOf(config, language),
  )
}
