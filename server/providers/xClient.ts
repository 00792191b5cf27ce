import { Agent } from 'node:http'
import { TwitterApi } from 'twitter-api-v2'
import type { Credentials } from './provider.ts'

/** A client of X's API that acts for one person, with OAuth 1.0a user context. */
export function xClient(settings: Readonly<Record<string, string>>, credentials: Credentials): TwitterApi {
  const api = settings.TWITTER_API_URL ?? ''
  const tokens = {
    appKey: settings.TWITTER_CONSUMER_KEY ?? '',
    appSecret: settings.TWITTER_CONSUMER_SECRET ?? '',
    accessToken: credentials.token ?? '',
    accessSecret: credentials.tokenSecret ?? '',
  }
  // The library always calls https.request; with a plain agent it speaks http to a local server.
  const client = new TwitterApi(tokens, api.startsWith('http:') ? { httpAgent: new Agent() } : {})
  setPrefix(client.v1, `${api}/1.1/`)
  setPrefix(client.v2, `${api}/2/`)
  return client
}

/**
 * The library has no public way to use another address than X's; `setPrefix` is protected in its types only.
 */
function setPrefix(api: object, prefix: string): void {
  ;(api as { setPrefix(prefix: string): void }).setPrefix(prefix)
}
