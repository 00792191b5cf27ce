import type { PageTexts } from '../api.ts'
import type { Config } from '../config.ts'
import { textsIn } from '../languages/catalogue.ts'
import type { Language } from '../languages/language.ts'

/** What the page is filled in with; see the settings. */
export type PageFacts = Pick<Config, 'siteName' | 'accentColor'> & { avatarOrigins: readonly string[] }

/** The client's index.html for this site, in a language. */
export function fillPage(
  html: string,
  { siteName, accentColor, avatarOrigins }: PageFacts,
  language: Language,
): string {
  const { pages } = textsIn(language)
  // Functions: in a plain replacement a "$" means something.
  return html
    .replace('<html lang="en">', () => `<html lang="${language}">`)
    .replaceAll('%SITE_NAME%', () => escapeHtml(siteName))
    .replaceAll('%ACCENT_COLOR%', () => accentColor)
    .replaceAll('%AVATAR_ORIGINS%', () => escapeHtml(avatarOrigins.join(' ')))
    .replaceAll('%DESCRIPTION%', () => escapeHtml(pages.signin.noPassword))
    .replaceAll('%NO_SCRIPT%', () => escapeHtml(pages.home.noScript))
    .replaceAll('"%TEXTS%"', () => jsonInHtml({ language, pages } satisfies PageTexts))
}

/** JSON that may stand within a script element: nothing in it looks like a tag. */
function jsonInHtml(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
