import { publicUrlOf } from '../../server/siteSettings.ts'

/** A provider, as far as `npm start` must know it. */
interface Startable {
  id: string
  label: string
  settings: { required: readonly string[] }
}

/**
 * How browsers reach a site that `npm start` runs with real keys, unless PUBLIC_URL says so: GitHub and X accept
 * 127.0.0.1 for a site on this machine, and X does not accept localhost. Empty in production, where the server asks for
 * PUBLIC_URL.
 */
export function ownPublicUrl(env: NodeJS.ProcessEnv, port: number): string {
  if (env.PUBLIC_URL || env.NODE_ENV === 'production') return env.PUBLIC_URL ?? ''
  return `http://127.0.0.1:${port}`
}

/** Where the site is, and the callback URL to register with each provider that has its keys. */
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

/** The path of the address: `/door`; empty where there is none, or no address, which the server will say itself. */
export function basePathIn(publicUrl: string): string {
  return URL.canParse(publicUrl) ? publicUrlOf(new URL(publicUrl)).basePath : ''
}

/** Where a server for this machine alone listens, so that browsers reach it at `publicUrl` if that is on this machine. */
export function loopbackOf(publicUrl: string): '127.0.0.1' | 'localhost' {
  return URL.canParse(publicUrl) && new URL(publicUrl).hostname === '127.0.0.1' ? '127.0.0.1' : 'localhost'
}
