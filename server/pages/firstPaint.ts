import { Eta, type TemplateFunction } from 'eta'
import type { Account, DeskTexts, Language, PageSite, Pages, ProviderChoice, SessionAnswer } from '../api.ts'
import { fill } from '../languages/fill.ts'
import { initials } from '../languages/initials.ts'
import { isOfDesk } from './deskAccess.ts'
import { escapeHtml } from './markup.ts'
import {
  ACCOUNT,
  DESK,
  DESK_CLOSED,
  FAREWELL,
  FOOT,
  NOT_FOUND,
  REMINDER,
  SIGN_IN,
  SIGNED_IN,
  WAITING,
} from './paintings.ts'

/** The content of a page before its script has loaded, and where no script runs. */
interface FirstPaint {
  /** The picture of the door; see client/ui/door.ts. */
  door: string
  title: string
  /** HTML with the same structure as the client's components, which replace it. */
  content: string
}

/** The input of a first paint. */
interface Scene {
  language: Language
  path: string
  pages: Pages
  desk: DeskTexts
  /** Why the person may not see this page. */
  refusal?: string | undefined
  site: PageSite
  session: SessionAnswer | null
  query?: { error?: string | undefined; returnTo?: string | undefined }
  lastProvider?: string | undefined
}

const eta = new Eta({ autoEscape: true })

/** Templates are compiled on first use, so that the start does not wait for them. */
const known = new Map<string, TemplateFunction>()

function compiled(template: string): TemplateFunction {
  const found = known.get(template) ?? eta.compile(template + FOOT)
  known.set(template, found)
  return found
}

interface Painting {
  door: string
  title: (pages: Pages, desk: DeskTexts) => string
  template: string
}

const signIn: Painting = { door: 'closed', title: ({ signin }) => signin.title, template: SIGN_IN }
const signedIn: Painting = { door: 'open', title: ({ signin }) => signin.inside, template: SIGNED_IN }
const account: Painting = { door: 'open', title: (pages) => pages.account.title, template: ACCOUNT }
const verify: Painting = { door: 'note', title: ({ address }) => address.pageTitle, template: WAITING }
const reminder: Painting = { door: 'note', title: (pages) => pages.reminder.title, template: REMINDER }
const farewell: Painting = {
  door: 'night',
  title: ({ deletion }) => deletion.goodbyeTitle,
  template: FAREWELL,
}
const desk: Painting = { door: 'desk', title: (_pages, { title }) => title, template: DESK }
const closed: Painting = { door: 'missing', title: (_pages, { title }) => title, template: DESK_CLOSED }
const notFound: Painting = { door: 'missing', title: ({ home }) => home.notFoundTitle, template: NOT_FOUND }

/** The first paint of a page. When the session is not known, the script draws the content. */
export function firstPaint(scene: Scene): FirstPaint {
  const painting = paintingFor(scene)
  const content = scene.session === null ? '' : eta.render(compiled(painting.template), partsOf(scene))
  return { door: painting.door, title: painting.title(scene.pages, scene.desk), content }
}

function paintingFor({ path, session, refusal }: Scene): Painting {
  if (refusal !== undefined) return closed
  const isSignedIn = Boolean(session?.user)
  const page = path.replace(/(.)\/+$/, '$1')
  if (page === '/') return isSignedIn ? signedIn : signIn
  // Without a script, the sign-in page is shown at the address of the account.
  if (page === '/account') return isSignedIn || session === null ? account : signIn
  if (isOfDesk(page)) return isSignedIn || session === null ? desk : signIn
  if (page === '/confirm') return verify
  if (page === '/reminder') return reminder
  return page === '/goodbye' ? farewell : notFound
}

function partsOf(scene: Scene) {
  const { pages, site, session, language, query = {} } = scene
  const base = site.basePath
  const user = session?.user ?? null
  const returnTo = query.returnTo ?? (isForMembers(scene.path) ? `${base}${scene.path}` : undefined)
  const providers = session?.providers ?? []
  return {
    t: pages,
    d: scene.desk,
    refusal: scene.refusal,
    language,
    fill,
    site,
    base,
    home: site.homeUrl === `${base}/account` ? undefined : site.homeUrl,
    // A link to the sign-in page itself is no use there.
    onward: query.returnTo === `${base}/` ? undefined : query.returnTo,
    user,
    name: user && nameOf(user),
    picture: user && pictureOf(user, site),
    initials: user && initials(nameOf(user)),
    fault: query.error === undefined ? undefined : faultWords(query.error, pages),
    isNotice: query.error === 'cancelled' || query.error === 'expired',
    choices: providers.map((provider) => choiceOf(provider, { ...scene, returnTo })),
    legal: legalWords(pages, site),
  }
}

/** Whether signing in should return to this page. */
function isForMembers(path: string): boolean {
  return path === '/account' || isOfDesk(path)
}

function choiceOf(provider: ProviderChoice, scene: Scene & { returnTo: string | undefined }) {
  const { returnTo, lastProvider, query, site } = scene
  const offersAnother = lastProvider !== undefined || ANOTHER_ACCOUNT.has(query?.error ?? '')
  const way = (more: Record<string, string>) => {
    const asked = new URLSearchParams({ ...more, ...(returnTo ? { returnTo } : {}) }).toString()
    return `${site.basePath}/auth/${encodeURIComponent(provider.id)}${asked && `?${asked}`}`
  }
  return {
    ...provider,
    href: way({}),
    hrefOfAnother: offersAnother ? way({ chooseAccount: '1' }) : undefined,
    isLast: provider.id === lastProvider,
  }
}

/** After these errors, another account at the same provider may succeed. */
const ANOTHER_ACCOUNT = new Set(['email-taken', 'already-connected', 'refused'])

/**
 * The script shows more: it knows which provider was used, and requests the texts of the site's own codes.
 */
function faultWords(code: string, { signin }: Pages): string {
  const faults: Readonly<Record<string, string>> = signin.faults
  const words = Object.hasOwn(faults, code) ? faults[code] : undefined
  return fill(words ?? signin.didNotWork, { provider: signin.aProvider })
}

/** The sentence with the links to terms and privacy, as HTML; empty when the site has neither. */
function legalWords({ legal }: Pages, { termsUrl, privacyUrl }: PageSite): string {
  const link = (url: string, words: string) => `<a href="${escapeHtml(url)}">${escapeHtml(words)}</a>`
  const terms = termsUrl && link(termsUrl, legal.terms)
  const privacy = privacyUrl && link(privacyUrl, legal.privacy)
  if (terms && privacy) return fill(escapeHtml(legal.both), { terms, privacy })
  if (terms) return fill(escapeHtml(legal.termsOnly), { terms })
  return privacy ? fill(escapeHtml(legal.privacyOnly), { privacy }) : ''
}

/** The person's picture, if the content security policy lets the page load it: its origin must be a provider's. */
function pictureOf({ avatarUrl }: Account, { avatarOrigins }: PageSite): string | null {
  if (avatarUrl === null || !URL.canParse(avatarUrl)) return null
  const isShowable = avatarOrigins.includes('*') || avatarOrigins.includes(new URL(avatarUrl).origin)
  return isShowable ? avatarUrl : null
}

function nameOf({ name, username }: Account): string {
  return name || username
}
