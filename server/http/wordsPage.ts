import { createHash } from 'node:crypto'
import { Eta } from 'eta'
import type { Context } from 'koa'
import type { Language } from '../languages/language.ts'

const eta = new Eta({ autoEscape: true })

const STYLE = `:root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;place-content:center;font:1.125rem/1.5 system-ui,sans-serif;background:#f5f1ea;color:#26221c}main{max-width:32rem;padding:1.5rem}h1{font-size:1.5rem;line-height:1.25}a{color:inherit}@media (prefers-color-scheme:dark){body{background:#1b1a18;color:#f1ede6}}`

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

const PAGE = eta.compile(`<!doctype html>
<html lang="<%= it.language %>">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title><%= it.words %></title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1><%= it.words %></h1>
<p><a href="/"><%= it.back %></a></p>
</main>
</body>
</html>
`)

/** Answers with a page of a single sentence, for navigations that end before the application can speak. */
export function wordsPage(ctx: Context, texts: { words: string; back: string; language: Language }): void {
  ctx.type = 'html'
  ctx.set(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'`,
  )
  ctx.body = eta.render(PAGE, texts)
}
