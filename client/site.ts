import { page } from './page.ts'

/** The settings of the site, known before anything is asked of the server. */
export const site = page.site

/** The address of a path below PUBLIC_URL, which may have a path of its own. */
export function at(path: string): string {
  return site.basePath + path
}

/** HOME_URL; undefined when it is the account page, because the site has no address of its own then. */
export const siteHome = site.homeUrl === at('/account') ? undefined : site.homeUrl

/** Whether a picture may be shown: the page may load pictures only from the providers' origins. */
export function isShowable(url: string): boolean {
  const origins = site.avatarOrigins
  return origins.includes('*') || (URL.canParse(url) && origins.includes(new URL(url).origin))
}
