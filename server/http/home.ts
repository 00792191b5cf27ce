import type { Config } from '../config.ts'

/** The target of the pages' links to the site: HOME_URL, as a path when it is on our origin. */
export function homeOf({ homeUrl, origin }: Pick<Config, 'homeUrl' | 'origin'>): string {
  const url = new URL(homeUrl, origin)
  return url.origin === origin ? url.pathname + url.search + url.hash : url.href
}

/** The target of the redirect after a sign-in without a `returnTo`: HOME_URL as it was set, else a path. */
export function homeAfterSignIn(config: Pick<Config, 'homeUrl' | 'origin' | 'publicUrl'>): string {
  return homeOfSite(config) ?? homeOf(config)
}

/** HOME_URL; null when it is our own account page, because then the site has no address of its own. */
export function homeOfSite({ homeUrl, publicUrl }: Pick<Config, 'homeUrl' | 'publicUrl'>): string | null {
  return homeUrl === `${publicUrl}/account` ? null : homeUrl
}
