import type { Config } from '../config.ts'
import { textsIn } from '../languages/catalogue.ts'
import { fill } from '../languages/fill.ts'
import { type RenderedMail, renderLetter } from '../mail/layout.ts'
import { senderOf } from '../mail/sender.ts'

interface CodeMail {
  language: string
  code: string
  config: Config
}

/**
 * The code for an address, and a link to a page that has it filled in: scanners follow links, and confirm nothing.
 * The address may be a stranger's, so nothing here is text that the person who asked has chosen, not even a name.
 */
export function addressCodeMail({ language, code, config }: CodeMail): RenderedMail {
  const { siteName, publicUrl } = config
  const { mails } = textsIn(language)
  const { address } = mails
  const values = { code, site: siteName, url: publicUrl }
  return renderLetter(
    {
      subject: fill(address.codeSubject, values),
      preheader: fill(address.codePreheader, values),
      greeting: fill(mails.hello, { name: mails.somebody }),
      paragraphs: [fill(address.code, values), address.codeHow],
      buttons: [{ label: address.codeButton, url: `${publicUrl}/confirm#code=${code}` }],
      footer: fill(address.codeFooter, values),
    },
    senderOf(config, language),
  )
}
