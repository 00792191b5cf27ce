import { Eta } from 'eta'

const eta = new Eta({ autoEscape: true })

const FRAME = eta.compile(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<% if (it.refreshSeconds) { %><meta http-equiv="refresh" content="<%= it.refreshSeconds %>"><% } %>
<title><%= it.title %></title>
<link rel="icon" href="data:,">
<style>
:root { color-scheme: light dark; --ink: #1d2430; --paper: #eef1f5; --card: #fff; --line: #cfd6df; --quiet: #566070; --accent: <%= it.accent %>; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf0; --paper: #14171c; --card: #1f242c; --line: #3a424e; --quiet: #a3adbb; } }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; background: var(--paper); color: var(--ink); }
header { background: var(--accent); color: #fff; padding: .6rem 1rem; font-weight: 600; }
main { max-width: 40rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; }
p { margin: 0 0 1rem; } .quiet { color: var(--quiet); }
.card { display: block; width: 100%; text-align: left; background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .8rem 1rem; margin: 0 0 .6rem; color: inherit; font: inherit; text-decoration: none; overflow-wrap: anywhere; }
button.card, a.card { cursor: pointer; } button.card:hover, a.card:hover { border-color: var(--quiet); }
.card small { display: block; color: var(--quiet); }
:focus-visible { outline: 3px solid #3b82f6; outline-offset: 2px; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; } iframe { width: 100%; height: 36rem; border: 1px solid var(--line); border-radius: .6rem; background: #fff; }
select, input, .go { font: inherit; padding: .45rem .7rem; border-radius: .4rem; border: 1px solid var(--line); background: var(--card); color: inherit; }
</style>
</head>
<body>
<header><%= it.banner %></header>
<main><%~ it.body %></main>
</body>
</html>
`)

/** What a page is made of; `body` is HTML from `html`. */
export interface Page {
  title: string
  banner: string
  accent: string
  body: string
  refreshSeconds?: number
}

/** A whole page of a stand-in. It says that it is one. */
export function page(parts: Page): string {
  return eta.render(FRAME, { refreshSeconds: 0, ...parts })
}

/** HTML from an Eta template; everything put in is escaped. */
export function html(template: string, data: object): string {
  return eta.renderString(template, data)
}
