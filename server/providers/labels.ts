import type { Catalogue } from '../languages/words.ts'
import type { Provider } from './provider.ts'

/** The label of a provider; its id when the site no longer lists the provider. */
export function labelOf(id: string, providers: readonly Provider[]): string {
  return providers.find((provider) => provider.id === id)?.label ?? id
}

/** The labels of the connections' providers as one phrase, each once: "GitHub and X (Twitter)". */
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
