/** The provider that was used last on this device, by id; the server leaves it in a cookie. */
export function lastProvider(cookies: string = document.cookie): string | undefined {
  return /(?:^|; )last-provider=([^;]+)/.exec(cookies)?.[1]
}
