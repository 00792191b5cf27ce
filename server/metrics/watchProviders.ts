import diagnostics from 'node:diagnostics_channel'
import type { ClientRequest, IncomingMessage } from 'node:http'

/** Provider ids by the host (with port) of their API. */
export type ProviderHosts = ReadonlyMap<string, string>

/** A finished request to a provider. */
export interface ProviderRequest {
  provider: string
  /** `ok`; `refused`: 4xx; `failed`: 5xx; `unreachable`: no answer. */
  outcome: 'ok' | 'refused' | 'failed' | 'unreachable'
  ms: number
}

/** A request of `fetch`, as undici's diagnostics channels describe it. */
interface FetchRequest {
  origin: string
}

/**
 * Measures every request to a provider. It subscribes to Node's diagnostics channels, so libraries and
 * providers need no changes: passport and twitter-api-v2 use node:http, the rest uses `fetch`. Returns the
 * function that unsubscribes.
 */
export function watchProviders(
  providers: ProviderHosts,
  onEnd: (request: ProviderRequest) => void,
): () => void {
  const begun = new WeakMap<object, { provider: string; at: number }>()
  const listeners = Object.entries(listenersFor({ begin, end }))
  for (const [name, listener] of listeners) diagnostics.subscribe(name, listener)

  function begin(request: object, host: string): void {
    const provider = providers.get(host)
    if (provider !== undefined) begun.set(request, { provider, at: performance.now() })
  }

  function end(request: object, outcome: ProviderRequest['outcome']): void {
    const known = begun.get(request)
    if (!known) return
    begun.delete(request)
    onEnd({ provider: known.provider, outcome, ms: performance.now() - known.at })
  }

  return () => {
    for (const [name, listener] of listeners) diagnostics.unsubscribe(name, listener)
  }
}

interface Watch {
  begin(request: object, host: string): void
  end(request: object, outcome: ProviderRequest['outcome']): void
}

/**
 * A listener for each channel. The casts are the messages as Node and undici document them:
 * https://nodejs.org/api/diagnostics_channel.html#http and
 * https://github.com/nodejs/undici/blob/main/docs/docs/api/DiagnosticsChannel.md
 */
function listenersFor({ begin, end }: Watch): Record<string, (message: unknown) => void> {
  return {
    'http.client.request.start': (message) => {
      const { request } = message as { request: ClientRequest }
      begin(request, String(request.getHeader('host')))
      // The oldest supported Node versions have no diagnostics channel for this error.
      request.once('error', () => end(request, 'unreachable'))
    },
    'http.client.response.finish': (message) => {
      const { request, response } = message as { request: ClientRequest; response: IncomingMessage }
      end(request, outcomeOf(response.statusCode ?? 0))
    },
    'undici:request:create': (message) => {
      const { request } = message as { request: FetchRequest }
      if (URL.canParse(request.origin)) begin(request, new URL(request.origin).host)
    },
    'undici:request:headers': (message) => {
      const { request, response } = message as { request: FetchRequest; response: { statusCode: number } }
      end(request, outcomeOf(response.statusCode))
    },
    'undici:request:error': (message) => end((message as { request: FetchRequest }).request, 'unreachable'),
  }
}

function outcomeOf(status: number): ProviderRequest['outcome'] {
  if (status >= 500) return 'failed'
  return status >= 400 ? 'refused' : 'ok'
}

/** Maps hosts to provider ids. The hosts are those of the URLs among the providers' settings. */
export function providerHosts(
  providers: ReadonlyMap<string, Readonly<Record<string, string>>>,
): ProviderHosts {
  const hosts = new Map<string, string>()
  for (const [id, settings] of providers)
    for (const value of Object.values(settings))
      if (/^https?:\/\//.test(value) && URL.canParse(value)) hosts.set(new URL(value).host, id)
  return hosts
}
