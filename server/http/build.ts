import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Content, etagOf, readClientFiles } from './clientFiles.ts'
import { escapeHtml } from './markup.ts'

/** What Vite writes of each source file: https://vite.dev/guide/backend-integration */
const manifestSchema = z.record(z.string(), z.object({ file: z.string(), name: z.string().optional() }))

/** The built client. */
export interface Build {
  /** index.html without its style sheet, its addresses below the path of PUBLIC_URL. */
  template: string
  /** The style sheet, which goes into the page: a request for it would delay the first paint. */
  style: string
  files: Map<string, Content>
  /** Elements for the head of a page: the scripts and answers that its own script will ask for. */
  headFor(path: string, visit: { isSignedIn: boolean; opensDesk: boolean }): string
}

const ICON = '/door.svg'
const RELATIVE = /\b(href|src)="\.\//g
const STYLE_SHEET = /<link rel="stylesheet"[^>]*href="([^"]+)"[^>]*>\s*/

/** The source of the script that all pages but the sign-in page need besides the first one. */
const PAGES_SOURCE = 'App.tsx'

/** The source of the script that the pages of the desk need besides. */
const DESK_SOURCE = 'desk/Desk.tsx'

/** What the account asks for at once. */
const ANSWERS = ['connections', 'sessions', 'address', 'pending-connection']

/**
 * Reads the client that was built into `folder`. Its icon gets the accent's colour. The build knows only addresses that
 * are relative to index.html (Vite's `base: './'`), and index.html is sent at other paths, too: they are made absolute.
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

/** The icon is drawn in the default accent. */
function inColour(icon: Content, accentColor: string): Content {
  const identity = Buffer.from(icon.identity.toString().replaceAll('#b4552d', accentColor))
  return { type: icon.type, cacheControl: icon.cacheControl, identity, etag: etagOf(identity) }
}
