import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import type { Context, Middleware } from 'koa'
import sirv from 'sirv'
import { LANGUAGES, type Language } from '../languages/language.ts'
import { languageOf } from './language.ts'
import { fillPage, type PageFacts } from './page.ts'

/** The pages of the single-page app; it draws its own 404 page for every other path. */
const PAGES = ['/', '/reminder', '/account', '/goodbye', '/confirm']

/**
 * Serves the built client in `folder`: hashed files for ever, precompressed; index.html, with the site's facts filled
 * in, for every page. Throws when the client has not been built.
 */
export async function serveClient(folder: string, facts: PageFacts): Promise<Middleware> {
  const file = join(folder, 'index.html')
  if (!existsSync(file)) throw new Error(`there is no ${file}: build the client with "npm run build"`)
  const template = readFileSync(file, 'utf8')
  const inLanguage = async (language: Language) =>
    [language, await compressed(fillPage(template, facts, language))] as const
  const pages = new Map(await Promise.all(LANGUAGES.map(inLanguage)))
  const files = sirv(folder, {
    extensions: [],
    brotli: true,
    gzip: true,
    setHeaders: (response, path) => response.setHeader('Cache-Control', cacheControlOf(path)),
  })
  return async (ctx) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return
    const isTemplate = /^\/+index\.html\/*$/.test(decoded(ctx.path))
    if (!isTemplate && (await sendFile(ctx, files))) return
    const page = pages.get(languageOf(ctx))
    if (page) sendPage(ctx, page)
  }
}

/** As sirv reads a path. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    // Not encoded properly: no file has such a name.
    return path
  }
}

type CompressedPage = Record<'identity' | 'br' | 'gzip', Buffer>

async function compressed(html: string): Promise<CompressedPage> {
  return {
    identity: Buffer.from(html),
    br: await promisify(brotliCompress)(html),
    gzip: await promisify(gzip)(html),
  }
}

/** True when there is such a file; the answer is then sirv's. */
function sendFile(ctx: Context, files: ReturnType<typeof sirv>): Promise<boolean> {
  return new Promise((resolve) => {
    ctx.res.once('close', () => resolve(true))
    ctx.respond = false
    ctx.res.statusCode = 200
    files(ctx.req, ctx.res, () => {
      ctx.respond = true
      ctx.res.statusCode = 404
      resolve(false)
    })
  })
}

function sendPage(ctx: Context, page: CompressedPage): void {
  const encoding = (ctx.acceptsEncodings('br', 'gzip', 'identity') || 'identity') as keyof CompressedPage
  ctx.status = PAGES.includes(ctx.path.replace(/(.)\/$/, '$1')) ? 200 : 404
  ctx.type = 'html'
  ctx.vary(['Accept-Encoding', 'Accept-Language', 'Cookie'])
  ctx.set('Cache-Control', 'no-cache')
  if (encoding !== 'identity') ctx.set('Content-Encoding', encoding)
  ctx.body = page[encoding]
}

/** Files in assets/ carry a hash of their content in the name. */
function cacheControlOf(path: string): string {
  return path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600'
}
