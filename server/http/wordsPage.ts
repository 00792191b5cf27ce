import { createHash } from 'node:crypto'
import { Eta } from 'eta'
import type { Context } from 'koa'
import type { Config } from '../config.ts'
import { textsIn } from '../languages/catalogue.ts'
import { logoOrigins } from './avatarOrigins.ts'
import { basePathOf } from './below.ts'
import { homeOf } from './home.ts'
import { languageOf } from './language.ts'

const eta = new Eta({ autoEscape: true })

/** The settings that make the page look like the site's other pages. */
export type Look = Pick<Config, 'siteName' | 'siteLogoUrl' | 'accentColor' | 'homeUrl' | 'origin'>

const STYLE = `:root{color-scheme:light dark;--paper:#fbf8f3;--card:#fff;--ink:#29241d;--quiet:#665d50;--line:#ddd4c6;--wall:#e6ddce;--floor:#b9a88d;--frame:#4b3a2b}
@media (prefers-color-scheme:dark){:root{--paper:#1a1815;--card:#24211d;--ink:#f3eee5;--quiet:#b8ae9f;--line:#3d3831;--wall:#33302a;--floor:#1f1b16;--frame:#63533f}}
body{margin:0;min-height:100svh;display:grid;place-content:center;grid-template-columns:minmax(0,30rem);padding:1.25rem;box-sizing:border-box;font:1rem/1.55 system-ui,-apple-system,"Segoe UI",sans-serif;background:var(--paper);color:var(--ink);overflow-wrap:anywhere}
main{border:1px solid var(--line);border-radius:.6rem;background:var(--card);overflow:hidden}
main>svg{display:block;width:100%;background:var(--wall)}
.words{display:grid;gap:1rem;justify-items:start;padding:1.5rem}
h1{margin:0 0 .5rem;font-size:1.25rem;line-height:1.35;text-wrap:pretty}
p{margin:0}
a{display:flex;gap:.5rem;align-items:center;color:inherit;text-decoration:none}
a:hover{text-decoration:underline}
a:focus-visible{outline:3px solid;outline-offset:3px}
.brand{color:var(--quiet);font-weight:650}
.brand img{width:auto;max-width:12rem;height:2rem}
.back{padding:.6rem 1.2rem;border-radius:.6rem;background:var(--ink);color:var(--card);font-weight:600}`

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

/** The closed door of the other pages, drawn small: this page does without files, which may be the fault. */
const DOOR = `<svg viewBox="0 0 480 120" aria-hidden="true"><path fill="var(--floor)" d="M0 104h480v16H0z"/><path fill="var(--frame)" d="M211 14h58v5h-3v85h-52V19h-3z"/><path fill="<%= it.accentColor %>" d="M218 21h44v83h-44z"/><path fill="none" stroke="#0005" stroke-width="2" d="M226 29h28v36h-28zm0 44h28v22h-28z"/><circle cx="258" cy="69" r="2" fill="#d9ac52"/></svg>`

const PAGE = eta.compile(`<!doctype html>
<html lang="<%= it.language %>">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title><%= it.words %> – <%= it.siteName %></title>
<link rel="icon" type="image/svg+xml" href="<%= it.base %>/door.svg">
<style>${STYLE}</style>
</head>
<body>
<main>
${DOOR}
<div class="words">
<p class="brand"><a href="<%= it.home %>"><% if (it.siteLogoUrl) { %><img src="<%= it.siteLogoUrl %>" alt="" height="32"><% } %><span><%= it.siteName %></span></a></p>
<h1><%= it.words %></h1>
<a class="back" href="<%= it.base %>/"><%= it.back %></a>
</div>
</main>
</body>
</html>
`)

/** Answers with a page of one sentence, for a navigation that ends outside the application. */
export function wordsPage(ctx: Context, words: string, look: Look): void {
  const language = languageOf(ctx)
  ctx.type = 'html'
  const pictures = ["img-src 'self'", ...logoOrigins(look)].join(' ')
  ctx.set(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; ${pictures}; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'`,
  )
  ctx.body = eta.render(PAGE, {
    ...look,
    words,
    language,
    home: homeOf(look),
    base: basePathOf(ctx),
    back: textsIn(language).answers.http.back,
  })
}

/**
 * Answers with a sentence as plain text. A browser that says that it sent a form without a script gets a page
 * instead. Accept alone does not count: programs copy it from browsers, and expect the plain text.
 */
export function plainWords(ctx: Context, words: string, look: Look): void {
  if (ctx.method === 'POST' && ctx.get('Sec-Fetch-Mode') === 'navigate') {
    wordsPage(ctx, words, look)
    return
  }
  ctx.type = 'text/plain; charset=utf-8'
  ctx.body = words
}
