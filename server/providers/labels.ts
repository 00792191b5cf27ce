import type { Catalogue } from '../languages/words.ts'
import type { Provider } from './provider.ts'

/** The label of a provider. One that the site has taken out of its list goes by its id. */
export function labelOf(id: string, providers: readonly Provider[]): string {
  return providers.find((provider) => provider.id === id)?.label ?? id
}

/** The labels of the providers of these connections as one phrase, each once: "GitHub and X (Twitter)". */
export function labelsOf(
  connections: readonly { provider: string }[],
  providers: readonly Provider[],
  mails: Pick<Catalogue['mails'], 'and'>,
): string {
  const ids = [...new Set(connections.map(({ provider }) => provider))]
  const labels = ids.map((id) => labelOf(id, providers))
  const last = labels.pop() ?? ''
  return labels.length === 0 ? last : labels.join(', ') + mails.and + last
}
