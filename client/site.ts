import { page } from './page.ts'

/** The settings of the site, which the server put into the page. */
export const site = page.site

/** Adds the path of PUBLIC_URL, if it has one, to a path of Doorman. */
export function at(path: string): string {
  return site.basePath + path
}

/** HOME_URL; undefined if it is the account page, which means that there is no site besides Doorman. */
export const siteHome = site.homeUrl === at('/account') ? undefined : site.homeUrl

/** Whether the content security policy lets the page load this picture: its origin must be a provider's. */
export function isShowable(url: string): boolean {
  const origins = site.avatarOrigins
  return origins.includes('*') || (URL.canParse(url) && origins.includes(new URL(url).origin))
}
