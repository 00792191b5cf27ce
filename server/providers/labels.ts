import type { Catalogue } from '../languages/words.ts'
import type { Provider } from './provider.ts'

/** The label of a provider. One that is no longer offered goes by its id. */
export function labelOf(id: string, providers: readonly Provider[]): string {
  return providers.find((provider) => provider.id === id)?.label ?? id
}

/** The label of each provider in `links`, without repetition. One that is no longer offered goes by its id. */
export function labelsOf(links: readonly { provider: string }[], providers: readonly Provider[]): string[] {
  const ids = [...new Set(links.map((link) => link.provider))]
  return ids.map((id) => labelOf(id, providers))
}

/** The labels as one phrase of a mail: "GitHub and X (Twitter)". */
export function doorsOf(
  links: readonly { provider: string }[],
  providers: readonly Provider[],
  mails: Pick<Catalogue['mails'], 'and'>,
): string {
  const labels = labelsOf(links, providers)
  const last = labels.pop() ?? ''
  return labels.length === 0 ? last : labels.join(', ') + mails.and + last
}
