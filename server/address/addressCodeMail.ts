import type { Config } from '../config.ts'
import { textsIn } from '../languages/catalogue.ts'
import { fill } from '../languages/fill.ts'
import { greetingName } from '../mail/greeting.ts'
import { type RenderedMail, renderLetter } from '../mail/layout.ts'
import { senderOf } from '../mail/sender.ts'
import type { User } from '../store/account.ts'

interface CodeMail {
  user: User
  language: string
  code: string
  config: Config
}

/** The code for an address, and a link to a page that has it filled in: scanners follow links, and confirm nothing. */
export function addressCodeMail({ user, language, code, config }: CodeMail): RenderedMail {
  const { siteName, publicUrl } = config
  const { hello, address } = textsIn(language).mails
  const values = { code, site: siteName, url: publicUrl }
  return renderLetter(
    {
      subject: fill(address.codeSubject, values),
      preheader: fill(address.codePreheader, values),
      greeting: fill(hello, { name: greetingName({ ...user, language }) }),
      paragraphs: [fill(address.code, values), address.codeHow],
      buttons: [{ label: address.codeButton, url: `${publicUrl}/confirm#code=${code}` }],
      footer: fill(address.codeFooter, values),
    },
    senderOf(config, language),
  )
}
