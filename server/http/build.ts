import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type Content, etagOf, readClientFiles } from './clientFiles.ts'
import { escapeHtml } from './markup.ts'

/** What Vite writes of each source file: https://vite.dev/guide/backend-integration */
const manifestSchema = z.record(
  z.string(),
  z.object({ file: z.string(), imports: z.array(z.string()).default([]) }),
)

type Manifest = z.infer<typeof manifestSchema>

/** The built client. */
export interface Build {
  /** index.html without its style sheet. */
  template: string
  /** The style sheet, which goes into the page: a request for it would delay the first paint. */
  style: string
  files: Map<string, Content>
  /** Elements for the head of a page: the scripts and answers that its own script will ask for. */
  headFor(path: string, visit: { isSignedIn: boolean; basePath: string }): string
}

const ICON = '/door.svg'
const STYLE_SHEET = /<link rel="stylesheet"[^>]*href="([^"]+)"[^>]*>\s*/

/** The components that a page needs, by path; the sign-in page needs none but the first script. */
const PARTS: Readonly<Record<string, string[]>> = {
  '/account': ['App.tsx', 'account/Account.tsx'],
  '/confirm': ['App.tsx', 'address/Confirm.tsx'],
  '/goodbye': ['App.tsx', 'deletion/Goodbye.tsx'],
  '/reminder': ['App.tsx', 'reminder/Reminder.tsx'],
}

/** What the account asks for at once. */
const ANSWERS = ['connections', 'sessions', 'address', 'pending-connection']

/** Reads the client that was built into `folder`; its icon gets the accent's colour. */
export function createBuild(folder: string, html: string, accentColor: string): Build {
  const files = readClientFiles(folder)
  const icon = files.get(ICON)
  if (icon) files.set(ICON, inColour(icon, accentColor))
  const sheet = STYLE_SHEET.exec(html)?.[1]
  const manifest = readManifest(folder)
  return {
    template: html.replace(STYLE_SHEET, ''),
    style: (sheet && files.get(sheet)?.identity.toString()) ?? '',
    files,
    headFor(path, { isSignedIn, basePath }) {
      const scripts = (PARTS[path] ?? []).flatMap((source) => filesOf(source, manifest))
      const links = [...new Set(scripts)].map(
        (file) => `<link rel="modulepreload" crossorigin href="${escapeHtml(`${basePath}/${file}`)}">`,
      )
      const answers = path === '/account' && isSignedIn ? ANSWERS : []
      const asked = answers.map(
        (what) =>
          `<link rel="preload" as="fetch" crossorigin href="${escapeHtml(basePath)}/api/account/${what}">`,
      )
      return [...links, ...asked].join('')
    },
  }
}

/** A source file's own chunk and those that it imports. */
function filesOf(source: string, manifest: Manifest): string[] {
  const found = manifest[source]
  return found ? [found.file, ...found.imports.flatMap((name) => filesOf(name, manifest))] : []
}

function readManifest(folder: string): Manifest {
  return manifestSchema.parse(JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')))
}

/** The icon is drawn in the default accent. */
function inColour(icon: Content, accentColor: string): Content {
  const identity = Buffer.from(icon.identity.toString().replaceAll('#b4552d', accentColor))
  return { type: icon.type, cacheControl: icon.cacheControl, identity, etag: etagOf(identity) }
}
