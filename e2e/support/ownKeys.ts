import { publicUrlOf } from '../../server/siteSettings.ts'

/** The fields of a provider that `npm start` needs. */
interface Startable {
  id: string
  label: string
  settings: { required: readonly string[] }
}

/**
 * The PUBLIC_URL of a site that `npm start` runs with real keys: the given one, or else 127.0.0.1, which GitHub and X
 * accept for a site on this machine, while X does not accept localhost. Empty in production without a PUBLIC_URL, so
 * that the server asks for it.
 */
export function ownPublicUrl(env: NodeJS.ProcessEnv, port: number): string {
  if (env.PUBLIC_URL || env.NODE_ENV === 'production') return env.PUBLIC_URL ?? ''
  return `http://127.0.0.1:${port}`
}

/** The text that `npm start` prints: the site's URL, and a callback URL for each provider that has its keys. */
export function ownKeysBanner(
  publicUrl: string,
  { env, providers }: { env: NodeJS.ProcessEnv; providers: readonly Startable[] },
): string {
  const configured = providers.filter(({ settings }) => settings.required.every((name) => env[name]))
  const note = publicUrl.startsWith('http:') ? 'On this machine it is 127.0.0.1, not localhost. ' : ''
  const callbacks = configured.map(({ id, label }) => `${publicUrl}/auth/${id}/callback (${label})`)
  return `
  The site runs with your own keys.

    The site        ${publicUrl}
    Callback URLs   ${callbacks.join(`\n${' '.repeat(20)}`)}

  Register exactly these callback URLs. ${note}Ctrl-C ends the site.
`
}

/** The path of a PUBLIC_URL, such as `/door`. Empty without a path, or if it is no URL, which the server reports. */
export function basePathIn(publicUrl: string): string {
  return URL.canParse(publicUrl) ? publicUrlOf(new URL(publicUrl)).basePath : ''
}

/** The name or address to listen on, so that browsers on this machine reach the server at `publicUrl`. */
export function loopbackOf(publicUrl: string): '127.0.0.1' | 'localhost' {
  return URL.canParse(publicUrl) && new URL(publicUrl).hostname === '127.0.0.1' ? '127.0.0.1' : 'localhost'
}
