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
  // The library calls https.request whatever the address; a plain agent makes it speak http to a local server.
  const client = new TwitterApi(tokens, api.startsWith('http:') ? { httpAgent: new Agent() } : {})
  setPrefix(client.v1, `${api}/1.1/`)
  setPrefix(client.v2, `${api}/2/`)
  return client
}

/** The library has no public way to another address than X's; its own `setPrefix` is protected in the types only. */
function setPrefix(api: object, prefix: string): void {
  ;(api as { setPrefix(prefix: string): void }).setPrefix(prefix)
}
