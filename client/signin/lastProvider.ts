/** The id of the provider that was last used in this browser, from a cookie of the server; undefined if none. */
export function lastProvider(cookies: string = document.cookie): string | undefined {
  // With https the cookie's name has a prefix, which depends on COOKIE_DOMAIN.
  return /(?:^|; )(?:__Host-|__Secure-)?last-provider=([^;]+)/.exec(cookies)?.[1]
}
