import { availableParallelism } from 'node:os'
import Koa from 'koa'
import { defaultClientConditions, type ViteDevServer } from 'vite'
import { compression } from 'vite-plugin-compression2'
import solid from 'vite-plugin-solid'
import { defineConfig } from 'vitest/config'
import { stampBuild } from './builtSources.ts'
import { LongestFirst } from './e2e/support/longestFirst.ts'
import { nativeModules } from './nativeModules.ts'
import { languageOf } from './server/http/language.ts'
import type { Language } from './server/languages/language.ts'
import { fillPage, pageFacts } from './server/pages/page.ts'
import { safeReturnTo } from './server/signin/returnTo.ts'
import { publicUrlOf } from './server/siteSettings.ts'

/** The language of the last request. Good enough for development, which has one visitor. */
let language: Language = 'en'

/** Fills the site's facts into the page, which Doorman's server does in production. Allows pictures of every origin. */
const fillIn = {
  name: 'fill-in',
  apply: 'serve' as const,
  configureServer(server: ViteDevServer) {
    // Creates Koa contexts, to read cookies and headers as the server does. It serves nothing.
    const koa = new Koa()
    server.middlewares.use((request, response, next) => {
      language = languageOf(koa.createContext(request, response))
      next()
    })
  },
  transformIndexHtml: (html: string, { originalUrl = '/' }: { originalUrl?: string }) => {
    const { PUBLIC_URL: address = '', HOME_URL, SITE_ORIGINS = '' } = process.env
    const { publicUrl, origin, basePath } = publicUrlOf(
      new URL(URL.canParse(address) ? address : 'http://localhost'),
    )
    const config = {
      origin,
      basePath,
      homeUrl: HOME_URL || `${publicUrl}/account`,
      siteOrigins: SITE_ORIGINS.split(','),
      siteName: process.env.SITE_NAME || 'Doorman',
      accentColor: process.env.ACCENT_COLOR || '#b4552d',
      siteLogoUrl: process.env.SITE_LOGO_URL || null,
      termsUrl: process.env.TERMS_URL || null,
      privacyUrl: process.env.PRIVACY_URL || null,
    }
    const { pathname, searchParams } = new URL(originalUrl, origin)
    const path = pathname.slice(basePath.length) || '/'
    const returnTo = safeReturnTo(searchParams.get('returnTo'), config) ?? undefined
    const request = { language, path, session: null, query: { returnTo } }
    return fillPage(html, pageFacts(config, ['*']), request)
  },
}

/** Compresses the files that browsers get, but not the server, which is not in assets/. */
const compressed = compression({ include: /^assets\/.*\.(js|css)$|\.svg$/, threshold: 0 })

/** Bundles the server and its commands. Packages that load files of their own stay outside. */
const server = {
  resolve: { noExternal: true as const, external: ['pg', 'pino'] },
  build: {
    copyPublicDir: false,
    outDir: '../dist/server',
    emptyOutDir: true,
    target: 'node20',
    rolldownOptions: {
      input: {
        main: 'server/main.ts',
        doctor: 'server/commands/doctor.ts',
        backup: 'server/commands/backup.ts',
        restore: 'server/commands/restore.ts',
        import: 'server/commands/import.ts',
        export: 'server/commands/export.ts',
        sessionsEnd: 'server/commands/sessionsEnd.ts',
        desk: 'server/commands/desk.ts',
      },
      // Comments would be an eighth of the file, and Node.js reads it at each start.
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].mjs', comments: { jsdoc: false } },
      // A package uses eval, in a harmless way.
      checks: { eval: false },
    },
  },
}

/** Puts all code of the sign-in page into one file: three compressed files would be 5 % larger. */
const client = {
  build: {
    // The server puts the one style sheet into the pages, and reads from the manifest what each page loads.
    cssCodeSplit: false,
    manifest: true,
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: 'door', tags: ['$initial' as const] }] } },
    },
  },
}

export default defineConfig(({ command }) => ({
  root: 'client',
  // The build does not know the path of PUBLIC_URL, so the server makes the URLs of index.html absolute.
  base: command === 'build' ? './' : '/',
  builder: {},
  // Only for the build: Vitest would use these environments for the tests.
  ...(command === 'build' ? { environments: { client, server } } : {}),
  resolve: { conditions: [...defaultClientConditions] },
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'baseline-widely-available',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  plugins: [nativeModules(), solid(), fillIn, compressed, stampBuild(import.meta.dirname)],
  test: {
    root: '.',
    environment: 'node',
    // For Node.js, solid-js offers the build that renders on a server, in which nothing is reactive.
    alias: [{ find: /^solid-js$/, replacement: 'solid-js/dist/solid.js' }],
    include: ['server/**/*.test.ts', 'client/**/*.test.ts', 'e2e/**/*.test.ts'],
    testTimeout: 60_000,
    // On a busy machine, milliseconds become seconds.
    expect: { poll: { timeout: 10_000 } },
    // Tests spend half of their time waiting, so more than one file runs on each core.
    maxWorkers: Math.min(2 * availableParallelism(), 8),
    // Importing a file has no side effects, so tests share modules. Loading them anew for each file doubles the time.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    globalSetup: 'e2e/support/globalSetup.ts',
  },
}))
