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
 * The code for an address, and a link to a page with the code filled in, which verifies nothing by itself
 * because mail scanners follow links. The reader may be a stranger to the requester, so the mail contains
 * nothing that the requester chose, not even a name.
 */
export function addressCodeMail({ language, code, config }: CodeMail): RenderedMail {
  const { siteName, publicUrl } = config
  const { helloStranger, address } = textsIn(language).mails
  const values = { code, site: siteName, url: publicUrl }
  return renderLetter(
    {
      subject: fill(address.codeSubject, values),
      preheader: fill(address.codePreheader, values),
      greeting: helloStranger,
      blocks: [
        address.code,
        { code },
        address.codeHow,
        { links: [{ label: address.codeButton, url: `${publicUrl}/confirm#code=${code}` }] },
        address.codeNotYou,
      ],
      footer: fill(address.codeFooter, values),
    },
    senderOf(config, language),
  )
}
