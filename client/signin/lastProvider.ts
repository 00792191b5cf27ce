/** The provider that was used last on this device, by id; the server leaves it in a cookie. */
export function lastProvider(cookies: string = document.cookie): string | undefined {
  // Over https the name has a prefix, which depends on COOKIE_DOMAIN.
  return /(?:^|; )(?:__Host-|__Secure-)?last-provider=([^;]+)/.exec(cookies)?.[1]
}
