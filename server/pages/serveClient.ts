import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Context, Middleware } from 'koa'
import type { SessionAnswer } from '../api.ts'
import { languageOf } from '../http/language.ts'
import { Problem } from '../http/problem.ts'
import { allowStyle } from './allowStyle.ts'
import { createBuild, hintElements, hintHeader } from './build.ts'
import { type Content, isFilePath, send } from './clientFiles.ts'
import { compress } from './compress.ts'
import { deskAccess } from './deskAccess.ts'
import { fillPage, type PageFacts, type PageRequest, styleOf } from './page.ts'

/** The pages of the single-page app. For every other path it draws its own 404 page. */
const PAGES = ['/', '/reminder', '/account', '/goodbye', '/confirm', '/desk', '/desk/people', '/desk/jobs']

/** The page of one person. All of them have the same first paint. */
const PERSON = /^\/desk\/people\/[^/]+$/

/** The facts about a page request that depend on the session and on the browser. */
export interface PageVisit {
  /** The answer of `GET /api/session`. */
  session: SessionAnswer
  /** The safe `returnTo` of the query; null when there is none. */
  returnTo: string | null
  /** Whether an operator is signed in. */
  isOperator: boolean
  /** The id of the provider last used in this browser. */
  lastProvider: string | undefined
}

/** Serves the client for requests that no route answered. Gets the function that describes the request. */
export type Client = (visitOf: (ctx: Context) => PageVisit) => Middleware

/**
 * Serves the built client in `folder` from memory: hashed files with an unlimited lifetime, precompressed;
 * index.html, filled in, for every page. Throws when the client has not been built.
 */
export function serveClient(folder: string, settings: Omit<PageFacts, 'style'>): Client {
  const file = join(folder, 'index.html')
  if (!existsSync(file)) throw new Error(`there is no ${file}: build the client with "npm run build"`)
  const { accentColor, site } = settings
  const build = createBuild(folder, readFileSync(file, 'utf8'), { accentColor, basePath: site.basePath })
  const facts = { ...settings, style: build.style }
  const makePage = createPageMaker(build.template, facts)

  return (visitOf) => async (ctx) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return
    const file = build.files.get(ctx.path)
    if (file) {
      ctx.vary('Accept-Encoding')
      ctx.status = 200
      return send(ctx, file)
    }
    if (isFilePath(ctx.path)) throw new Problem(404, 'not-found', (answers) => answers.http.noAddress)
    const request = requestOf(ctx, visitOf(ctx))
    const hints = build.hintsFor(request)
    ctx.status = statusOf(request)
    ctx.vary('Accept-Encoding, Accept-Language, Cookie')
    allowStyle(ctx, styleOf(facts, request.session))
    ctx.set('Link', hintHeader(hints))
    send(ctx, await makePage({ ...request, head: hintElements(hints) }))
  }
}

/**
 * Pages for signed-in people are made per request and never cached. Pages that differ only by language and path
 * are made once.
 */
function createPageMaker(template: string, facts: PageFacts): (request: PageRequest) => Promise<Content> {
  const kept = new Map<string, Content>()
  const make = (request: PageRequest, cacheControl: string) =>
    compress(fillPage(template, facts, request), { type: '.html', cacheControl })

  return async (request) => {
    const { session, query = {}, lastProvider, language, path } = request
    if (session?.user) return make(request, 'private, no-store')
    if (query.error !== undefined || query.returnTo !== undefined || lastProvider)
      return make(request, 'no-cache')
    const key = `${language} ${path}`
    const page = kept.get(key) ?? (await make(request, 'no-cache'))
    kept.set(key, page)
    return page
  }
}

function requestOf(ctx: Context, { returnTo, ...visit }: PageVisit): PageRequest {
  const query = { error: textOf(ctx.query.error), returnTo: returnTo ?? undefined }
  return { ...visit, path: pathOf(ctx), query, language: languageOf(ctx) }
}

/** All unknown paths share one address, so that requests cannot fill the memory with pages. */
function pathOf(ctx: Context): string {
  const path = ctx.path.replace(/(.)\/$/, '$1').replace(PERSON, '/desk/people')
  return PAGES.includes(path) ? path : '/404'
}

function statusOf(request: PageRequest): number {
  if (deskAccess(request) === 'closed') return 403
  return PAGES.includes(request.path) ? 200 : 404
}

function textOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
