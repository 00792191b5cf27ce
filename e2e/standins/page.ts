import { Eta } from 'eta'
import { STYLE } from './style.ts'

const eta = new Eta({ autoEscape: true })

const FRAME = eta.compile(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<% if (it.refreshSeconds) { %><meta http-equiv="refresh" content="<%= it.refreshSeconds %>"><% } %>
<title><%= it.title %></title>
<style>:root{--brand:<%= it.frame.accent %>}${STYLE}</style>
</head>
<body>
<header><strong><%= it.frame.name %> stand-in</strong> <span><%= it.frame.truth %></span>
<nav><% for (const { label, href } of it.frame.links) { %><a href="<%= href %>"><%= label %></a><% } %></nav>
</header>
<main><%~ it.body %></main>
</body>
</html>
`)

/** What all pages of one stand-in share. */
export interface Frame {
  /** What it stands in for. */
  name: string
  /** That it is not the real thing. */
  truth: string
  /** A dark colour, for the banner. */
  accent: string
  links: { label: string; href: string }[]
}

/** What a page is made of; `body` is HTML from `html`. */
export interface Page {
  frame: Frame
  title: string
  body: string
  /** Loads itself again after so long. */
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
