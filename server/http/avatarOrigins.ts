import type { Config } from '../config.ts'
import type { Provider } from '../providers/provider.ts'

/** The origins of people's profile pictures: those of the configured providers. */
export function avatarOrigins(config: Pick<Config, 'providers'>, providers: readonly Provider[]): string[] {
  const urls = providers.flatMap((provider) => {
    const settings = config.providers.get(provider.id)
    return settings ? provider.avatarOrigins(settings) : []
  })
  return [...new Set(urls.map((url) => new URL(url).origin))]
}

/** The origins of every picture that a page may load: profile pictures, and the site's logo. */
export function pictureOrigins(
  config: Pick<Config, 'providers' | 'siteLogoUrl'>,
  providers: readonly Provider[],
): string[] {
  return [...new Set([...avatarOrigins(config, providers), ...logoOrigins(config)])]
}

/** The origin of the site's logo, unless it is a path on our origin. */
export function logoOrigins({ siteLogoUrl }: Pick<Config, 'siteLogoUrl'>): string[] {
  return siteLogoUrl?.startsWith('https:') ? [new URL(siteLogoUrl).origin] : []
}
