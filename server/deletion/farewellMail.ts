import type { Config } from '../config.ts'
import { textsIn } from '../languages/catalogue.ts'
import { fill } from '../languages/fill.ts'
import { type RenderedMail, renderLetter } from '../mail/layout.ts'
import { senderOf } from '../mail/sender.ts'

/** Whose language it is in, and whether the address was confirmed: else it may be a stranger's. */
interface Recipient {
  language: string
  isConfirmed: boolean
}

/** The last mail: the account is gone. */
export function farewellMail(config: Config, { language, isConfirmed }: Recipient): RenderedMail {
  const texts = textsIn(language).mails.farewell
  const values = { site: config.siteName }
  return renderLetter(
    {
      subject: fill(texts.subject, values),
      preheader: texts.preheader,
      greeting: texts.greeting,
      paragraphs: [fill(texts.gone, values), texts.comeBack],
      buttons: [],
      footer: isConfirmed ? texts.footer : texts.unconfirmedFooter,
    },
    senderOf(config, language),
  )
}
