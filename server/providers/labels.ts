import type { Provider } from './provider.ts'

/** The label of each provider in `links`, without repetition. One that is no longer offered goes by its id. */
export function labelsOf(links: readonly { provider: string }[], providers: readonly Provider[]): string[] {
  const ids = [...new Set(links.map((link) => link.provider))]
  return ids.map((id) => providers.find((provider) => provider.id === id)?.label ?? id)
}
