import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Content, etagOf, readClientFiles } from './clientFiles.ts'
import { escapeHtml } from './markup.ts'

/** The entries of Vite's manifest, by source file: https://vite.dev/guide/backend-integration */
const manifestSchema = z.record(z.string(), z.object({ file: z.string(), name: z.string().optional() }))

/** The built client. */
export interface Build {
  /** index.html without its style sheet, with its URLs below the path of PUBLIC_URL. */
  template: string
  /** The style sheet. It is put into the page, because a request for it would delay the first paint. */
  style: string
  files: Map<string, Content>
  /**
   * Elements for the head of a page, which preload the scripts and API answers that its script will request.
   */
  headFor(path: string, visit: { isSignedIn: boolean; opensDesk: boolean }): string
}

const ICON = '/door.svg'
const RELATIVE = /\b(href|src)="\.\//g
const STYLE_SHEET = /<link rel="stylesheet"[^>]*href="([^"]+)"[^>]*>\s*/

/** The source of the second script, which all pages except the sign-in page need. */
const PAGES_SOURCE = 'App.tsx'

/** The source of the third script, which the pages of the desk need. */
const DESK_SOURCE = 'desk/Desk.tsx'

/** The API answers that the account page requests at once. */
const ANSWERS = ['connections', 'sessions', 'address', 'pending-connection']

/**
 * Reads the client that was built into `folder`. Its icon gets the accent colour. The build contains URLs
 * relative to index.html (Vite's `base: './'`). They are made absolute, because index.html is also sent for
 * other paths.
 */
export function createBuild(
  folder: string,
  html: string,
  { accentColor, basePath }: { accentColor: string; basePath: string },
): Build {
  const files = readClientFiles(folder)
  const icon = files.get(ICON)
  if (icon) files.set(ICON, inColour(icon, accentColor))
  const sheet = STYLE_SHEET.exec(html)?.[1]
  const scripts = scriptsIn(folder)
  return {
    template: html
      .replace(STYLE_SHEET, '')
      .replaceAll(RELATIVE, (_match, name) => `${name}="${escapeHtml(basePath)}/`),
    style: (sheet && files.get(sheet.replace(/^\./, ''))?.identity.toString()) ?? '',
    files,
    headFor(path, { isSignedIn, opensDesk }) {
      if (path === '/') return ''
      const asked = path === '/account' && isSignedIn ? ANSWERS : []
      const needed = opensDesk ? [scripts.pages, scripts.desk] : [scripts.pages]
      return [
        ...needed.map(
          (script) => `<link rel="modulepreload" crossorigin href="${escapeHtml(`${basePath}/${script}`)}">`,
        ),
        ...asked.map(
          (what) =>
            `<link rel="preload" as="fetch" crossorigin href="${escapeHtml(basePath)}/api/account/${what}">`,
        ),
      ].join('')
    },
  }
}

function scriptsIn(folder: string): { pages: string; desk: string } {
  const text = readFileSync(join(folder, '.vite/manifest.json'), 'utf8')
  const manifest = manifestSchema.parse(JSON.parse(text))
  const scriptOf = (source: string) => {
    const found = manifest[source]
    if (!found) throw new Error(`the client was built without ${source}`)
    return found.file
  }
  return { pages: scriptOf(PAGES_SOURCE), desk: scriptOf(DESK_SOURCE) }
}

/** The built icon has the default accent colour. */
function inColour(icon: Content, accentColor: string): Content {
  const identity = Buffer.from(icon.identity.toString().replaceAll('#b4552d', accentColor))
  return { type: icon.type, cacheControl: icon.cacheControl, identity, etag: etagOf(identity) }
}
