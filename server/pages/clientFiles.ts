import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import type { Context } from 'koa'

const ENCODINGS = ['br', 'gzip', 'identity'] as const

/** A file or a page in memory, with its compressed forms. */
export interface Content {
  /** The file extension: `.js`. */
  type: string
  cacheControl: string
  identity: Buffer
  br?: Buffer
  gzip?: Buffer
  /** Unquoted; it changes with the content. */
  etag: string
}

/** Whether the path can only be a file, the same for everybody: such a request needs no session. */
export function isFilePath(path: string): boolean {
  return /^\/((assets|icons)\/|favicon\.\w+$)/.test(path)
}

/** The built client's files by path, a few hundred kB in all; without index.html, which is a template. */
export function readClientFiles(folder: string): Map<string, Content> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length).replaceAll('\\', '/'))
  const there = new Set(names)
  const isServed = (name: string) =>
    name !== '/index.html' && !name.startsWith('/.vite/') && !/\.(br|gz)$/.test(name)
  const read = (name: string) => (there.has(name) ? readFileSync(join(folder, name)) : undefined)
  return new Map(
    names.filter(isServed).map((name) => {
      const identity = readFileSync(join(folder, name))
      const compressed = { br: read(`${name}.br`), gzip: read(`${name}.gz`) }
      const facts = { type: extname(name), cacheControl: cacheControlOf(name), etag: etagOf(identity) }
      return [name, { ...facts, identity, ...compressed }]
    }),
  )
}

/** An entity tag for the content (RFC 9110, 8.8.3). */
export function etagOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, 22)
}

/**
 * Sends the content in the best encoding that the browser accepts, or 304 when the browser has it already.
 */
export function send(ctx: Context, content: Content): void {
  // Tests each encoding: browsers give all the same weight and list gzip first, which Koa takes for a
  // preference.
  const encoding = ENCODINGS.find((known) => content[known] && ctx.acceptsEncodings(known)) ?? 'identity'
  ctx.type = content.type
  ctx.set('Cache-Control', content.cacheControl)
  ctx.set('ETag', `"${content.etag}-${encoding}"`)
  if (ctx.status === 200 && ctx.fresh) {
    ctx.status = 304
    return
  }
  if (encoding !== 'identity') ctx.set('Content-Encoding', encoding)
  ctx.body = content[encoding]
}

/** The names of files in assets/ contain a hash of their content. */
function cacheControlOf(path: string): string {
  return path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=3600'
}
