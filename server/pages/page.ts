import type { PageData, PageSite, SessionAnswer } from '../api.ts'
import type { Config } from '../config.ts'
import { homeOf } from '../http/home.ts'
import { textsIn } from '../languages/catalogue.ts'
import type { Language } from '../languages/language.ts'
import { dangerHue } from './dangerHue.ts'
import { deskAccess } from './deskAccess.ts'
import { firstPaint } from './firstPaint.ts'
import { escapeHtml, jsonInHtml } from './markup.ts'

/** The values that are the same in every page of this site. */
export interface PageFacts {
  site: PageSite
  accentColor: string
  /** The style sheet to put into the page; empty where Vite adds it. */
  style: string
}

/** The values that differ between requests. */
export interface PageRequest {
  language: Language
  path: string
  /** Null without a server, as with Vite in development. */
  session: SessionAnswer | null
  /** Whether an operator is signed in. */
  isOperator?: boolean
  /** `returnTo` has passed `safeReturnTo`. */
  query?: { error?: string | undefined; returnTo?: string | undefined }
  /** The id of the provider last used in this browser. */
  lastProvider?: string | undefined
  /** Elements of the head that make the browser load resources early. */
  head?: string
}

type Settings = Pick<
  Config,
  'origin' | 'basePath' | 'homeUrl' | 'siteName' | 'accentColor' | 'siteLogoUrl' | 'termsUrl' | 'privacyUrl'
>

/** Derives the facts of a page from the settings. */
export function pageFacts(config: Settings, avatarOrigins: readonly string[], style = ''): PageFacts {
  const { siteName: name, basePath, siteLogoUrl: logoUrl, termsUrl, privacyUrl } = config
  const site = { name, basePath, homeUrl: homeOf(config), logoUrl, termsUrl, privacyUrl, avatarOrigins }
  return { site, accentColor: config.accentColor, style }
}

/** The client's index.html, with its first paint and the data that its script needs. */
export function fillPage(html: string, facts: PageFacts, request: PageRequest): string {
  const { language, session, head = '' } = request
  const { pages, desk, answers } = textsIn(language)
  const access = deskAccess(request)
  const refusal = access === 'closed' ? answers.desk.noOperator : undefined
  const { site, accentColor } = facts
  const paint = firstPaint({ ...request, pages, desk, refusal, site })
  const data: PageData = {
    language,
    pages,
    ...(access === 'open' && { desk }),
    ...(refusal !== undefined && { refusal }),
    site,
    session,
    returnTo: request.query?.returnTo ?? null,
  }
  // Replacements are functions, because "$" has a special meaning in a replacement string.
  return html
    .replace('<html lang="en">', () => `<html lang="${language}">`)
    .replace('data-door="closed"', () => `data-door="${paint.door}"`)
    .replaceAll('%SITE_NAME%', () => escapeHtml(site.name))
    .replaceAll('%TITLE%', () => escapeHtml(`${paint.title} – ${site.name}`))
    .replaceAll('%ACCENT_COLOR%', () => accentColor)
    .replaceAll('%DESCRIPTION%', () => escapeHtml(pages.signin.noPassword))
    .replace('<!--%HEAD%-->', () => `<style>${styleOf(facts, session)}</style>${head}`)
    .replace('<!--%CONTENT%-->', () => paint.content)
    .replace('"%PAGE%"', () => jsonInHtml(data))
}

/** The style of a page: the client's, the site's colours, and the providers' icons. */
export function styleOf({ style, accentColor }: PageFacts, session: SessionAnswer | null): string {
  const colours = `html:root{--accent:${accentColor};--danger-hue:${dangerHue(accentColor)}}`
  const icons = (session?.providers ?? []).map(
    ({ id, iconUrl }) => `.icon-${id}{--icon:url("${encodeURI(iconUrl)}")}`,
  )
  // A style element ends at the first "</style", even in comments and strings.
  return (style + colours + icons.join('')).replaceAll('</', '<\\/')
}
