import type { Config } from '../config.ts'
import type { Application, Provider } from './provider.ts'

/** The configured providers, each with the site's registration there. */
export function applicationsOf(
  providers: readonly Provider[],
  config: Pick<Config, 'providers' | 'publicUrl'>,
): { provider: Provider; application: Application }[] {
  return providers.flatMap((provider) => {
    const settings = config.providers.get(provider.id)
    return settings
      ? [{ provider, application: { settings, callbackUrl: callbackUrlOf(provider.id, config) } }]
      : []
  })
}

/** The address to which the provider redirects the browser. The operator registers it at the provider. */
export function callbackUrlOf(provider: string, { publicUrl }: Pick<Config, 'publicUrl'>): string {
  return `${publicUrl}/auth/${provider}/callback`
}
