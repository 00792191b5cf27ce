import type { PageData, PageSite, SessionAnswer } from '../api.ts'
import type { Config } from '../config.ts'
import { textsIn } from '../languages/catalogue.ts'
import type { Language } from '../languages/language.ts'
import { dangerHue } from './dangerHue.ts'
import { deskAccess } from './deskAccess.ts'
import { firstPaint } from './firstPaint.ts'
import { homeOf } from './home.ts'
import { escapeHtml, jsonInHtml } from './markup.ts'

/** What every page of this site is filled in with. */
export interface PageFacts {
  site: PageSite
  accentColor: string
  /** The style sheet to put into the page; empty where Vite brings it. */
  style: string
}

/** What differs from one request to the next. */
export interface PageRequest {
  language: Language
  path: string
  /** Null where the server is not asked, as by Vite in development. */
  session: SessionAnswer | null
  /** `returnTo`: only where people may be led to. */
  /** Whether an operator is signed in. */
  isOperator?: boolean
  query?: { error?: string | undefined; returnTo?: string | undefined }
  /** The provider used last on this device, by id. */
  lastProvider?: string | undefined
  /** Further elements of the head: what the browser should load early. */
  head?: string
}

type Settings = Pick<
  Config,
  'origin' | 'basePath' | 'homeUrl' | 'siteName' | 'accentColor' | 'siteLogoUrl' | 'termsUrl' | 'privacyUrl'
>

/** The facts of a page, from the settings. */
export function pageFacts(config: Settings, avatarOrigins: readonly string[], style = ''): PageFacts {
  const { siteName: name, basePath, siteLogoUrl: logoUrl, termsUrl, privacyUrl } = config
  const site = { name, basePath, homeUrl: homeOf(config), logoUrl, termsUrl, privacyUrl, avatarOrigins }
  return { site, accentColor: config.accentColor, style }
}

/** The client's index.html, with everything in it that the page shows first and that its script needs. */
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
  // Functions, because "$" has a meaning in a replacement text.
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
  // A style element ends at the first "</style", in comments and strings too.
  return (style + colours + icons.join('')).replaceAll('</', '<\\/')
}
