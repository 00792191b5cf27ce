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

/** The parts that all pages of a stand-in share. */
export interface Frame {
  /** The service that it replaces. */
  name: string
  /** A sentence for the banner: this is not the real service. */
  truth: string
  /** The colour of the banner; dark, because its text is white. */
  accent: string
  links: { label: string; href: string }[]
}

/** Adds a link back to the site, if there is one. */
export function frameFor(frame: Frame, siteUrl: string | undefined): Frame {
  const links = siteUrl ? [...frame.links, { label: 'Back to the site', href: siteUrl }] : frame.links
  return { ...frame, links }
}

/** The parts of a page. */
export interface Page {
  frame: Frame
  title: string
  /** HTML from `html`. */
  body: string
  /** The page reloads at this interval. Default: never. */
  refreshSeconds?: number
}

/** Renders a page of a stand-in as HTML. Its banner says that it is a stand-in. */
export function page(parts: Page): string {
  return eta.render(FRAME, { refreshSeconds: 0, ...parts })
}

/** Renders an Eta template as HTML and escapes every value of `data`. */
export function html(template: string, data: object): string {
  return eta.renderString(template, data)
}
