import type { Config } from '../config.ts'

/** The address to which people go on by default: HOME_URL, as a path when it is on our origin. */
export function homeOf({ homeUrl, origin }: Pick<Config, 'homeUrl' | 'origin'>): string {
  const url = new URL(homeUrl, origin)
  return url.origin === origin ? url.pathname + url.search + url.hash : url.href
}

/** HOME_URL; null when it is our own account page, because then the site has no address of its own. */
export function homeOfSite({ homeUrl, publicUrl }: Pick<Config, 'homeUrl' | 'publicUrl'>): string | null {
  return homeUrl === `${publicUrl}/account` ? null : homeUrl
}
