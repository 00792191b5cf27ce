import type { Config } from '../config.ts'
import { textsIn } from '../languages/catalogue.ts'
import { fill } from '../languages/fill.ts'
import { type RenderedMail, renderLetter } from '../mail/layout.ts'
import { senderOf } from '../mail/sender.ts'

/** The last mail: it confirms that the account was deleted. */
export function farewellMail(config: Config, language: string): RenderedMail {
  const texts = textsIn(language).mails.farewell
  const values = { site: config.siteName }
  return renderLetter(
    {
      subject: fill(texts.subject, values),
      preheader: texts.preheader,
      greeting: texts.greeting,
      blocks: [fill(texts.gone, values), texts.comeBack, texts.notYou],
      footer: texts.footer,
    },
    senderOf(config, language),
  )
}
