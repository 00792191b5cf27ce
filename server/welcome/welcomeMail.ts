import type { Config } from '../config.ts'
import { greetingName } from '../mail/greeting.ts'
import { type RenderedMail, renderLetter } from '../mail/layout.ts'
import { labelsOf } from '../providers/labels.ts'
import type { Provider } from '../providers/provider.ts'
import type { UserWithLinks } from '../user.ts'

/** The mail that greets a new user and tells them which door they came in by. */
export function welcomeMail({
  user,
  links,
  config,
  providers,
}: UserWithLinks & { config: Config; providers: readonly Provider[] }): RenderedMail {
  const doors = labelsOf(links, providers).join(' and ')
  return renderLetter(
    {
      subject: `Welcome to ${config.siteName}`,
      preheader: `You came in with ${doors}; that is your door from now on.`,
      greeting: `Welcome, ${greetingName(user)}!`,
      paragraphs: [
        `Your account at ${config.siteName} is ready. Your username is ${user.username}.`,
        `You came in with ${doors}. There is no password to remember: sign in the same way next time. Should you forget which one it was, ask us on the sign-in page, and we will mail you the answer.`,
      ],
      buttons: [{ label: 'Go to your account', url: `${config.publicUrl}/account` }],
      footer: `You get this mail once, because somebody signed in to ${config.siteName} through ${doors}, and that account has this address. If that was not you, open your account through the same door and delete it there.`,
    },
    { name: config.siteName, accentColor: config.accentColor },
  )
}
