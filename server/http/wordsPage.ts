import { createHash } from 'node:crypto'
import { Eta } from 'eta'
import type { Context } from 'koa'
import { textsIn } from '../languages/catalogue.ts'
import { basePathOf } from './below.ts'
import { languageOf } from './language.ts'

const eta = new Eta({ autoEscape: true })

const STYLE = `:root{color-scheme:light dark;--paper:#fbf8f3;--card:#fff;--ink:#29241d;--line:#ddd4c6}
@media (prefers-color-scheme:dark){:root{--paper:#1a1815;--card:#24211d;--ink:#f3eee5;--line:#3d3831}}
body{margin:0;min-height:100svh;display:grid;place-content:center;padding:1.25rem;box-sizing:border-box;font:1rem/1.55 system-ui,-apple-system,"Segoe UI",sans-serif;background:var(--paper);color:var(--ink);overflow-wrap:anywhere}
main{max-width:30rem;padding:1.5rem;border:1px solid var(--line);border-radius:.6rem;background:var(--card)}
h1{margin:0 0 1.5rem;font-size:1.25rem;line-height:1.35}
p{margin:0}
a{display:inline-block;padding:.6rem 1.2rem;border:1px solid;border-radius:.6rem;color:inherit;font-weight:600;text-decoration:none}
a:hover{text-decoration:underline}
a:focus-visible{outline:3px solid;outline-offset:3px}`

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
<p><a href="<%= it.base %>/"><%= it.back %></a></p>
</main>
</body>
</html>
`)

/** Answers with a page of one sentence, for a navigation that ends outside the application. */
export function wordsPage(ctx: Context, words: string): void {
  const language = languageOf(ctx)
  ctx.type = 'html'
  ctx.set(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'`,
  )
  ctx.body = eta.render(PAGE, {
    words,
    language,
    base: basePathOf(ctx),
    back: textsIn(language).answers.http.back,
  })
}

/**
 * Answers with a sentence as plain text. A browser that says that it sent a form without a script gets a page
 * instead. Accept alone does not count: programs copy it from browsers, and expect the plain text.
 */
export function plainWords(ctx: Context, words: string): void {
  if (ctx.method === 'POST' && ctx.get('Sec-Fetch-Mode') === 'navigate') {
    wordsPage(ctx, words)
    return
  }
  ctx.type = 'text/plain; charset=utf-8'
  ctx.body = words
}
