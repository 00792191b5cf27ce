import type { Config } from '../config.ts'
import type { Provider } from '../providers/provider.ts'

/** The origins that pictures of people may come from: those of the providers that are on. */
export function avatarOrigins(config: Pick<Config, 'providers'>, providers: readonly Provider[]): string[] {
  const urls = providers.flatMap((provider) => {
    const settings = config.providers.get(provider.id)
    return settings ? provider.avatarOrigins(settings) : []
  })
  return [...new Set(urls.map((url) => new URL(url).origin))]
}
