import type { Config } from '../config.ts'
import { greetingName } from '../mail/greeting.ts'
import { type RenderedMail, renderLetter } from '../mail/layout.ts'
import { labelsOf } from '../providers/labels.ts'
import type { Provider } from '../providers/provider.ts'
import type { UserWithLinks } from '../user.ts'

/** The mail that lists every connected provider, with a button for each that the site still offers. */
export function reminderMail({
  user,
  links,
  config,
  providers,
}: UserWithLinks & { config: Config; providers: readonly Provider[] }): RenderedMail {
  const labels = labelsOf(links, providers)
  const doors = labels.join(' and ')
  const connected = providers.filter(
    ({ id }) => config.providers.has(id) && links.some((link) => link.provider === id),
  )
  return renderLetter(
    {
      subject: `You sign in to ${config.siteName} with ${doors}`,
      preheader: `Connected to your account: ${doors}.`,
      greeting: `Hello ${greetingName(user)},`,
      paragraphs: [
        `This is how you sign in to ${config.siteName}. Connected to your account ${user.username}:`,
        ...labels.map((label) => `• ${label}`),
      ],
      buttons: connected.map(({ id, label }) => ({
        label: `Sign in with ${label}`,
        url: `${config.publicUrl}/auth/${id}`,
      })),
      footer: `You get this mail because somebody asked for it on ${config.publicUrl} with this address, or tried to sign in there with another provider that has it. If that was not you, there is nothing to do: nobody but you has seen the answer.`,
    },
    { name: config.siteName, accentColor: config.accentColor },
  )
}
