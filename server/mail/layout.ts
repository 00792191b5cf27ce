import { Eta } from 'eta'

/** The content of a mail, for both text and HTML. All of it is plain text; the renderer escapes it. */
export interface Letter {
  subject: string
  /** The line that mail programs show next to the subject. */
  preheader: string
  greeting: string
  /** In reading order. */
  blocks: readonly Block[]
  /** Why the reader gets this mail. */
  footer: string
}

/** A paragraph, a code to type (shown large on its own line), or a list of links. */
export type Block = string | { code: string } | { links: readonly Link[] }

/**
 * A button. Without a URL only its label is shown, as for a sign-in method that the site has switched off.
 */
export interface Link {
  label: string
  url: string | null
}

/** A mail that the mailer can send. */
export interface RenderedMail {
  subject: string
  text: string
  html: string
}

/**
 * The site as the sender of a letter, and the letter's language. `accentColor` (`#rrggbb`) colours its edge.
 */
export interface Sender {
  name: string
  /** The link of the name; null for none. */
  homeUrl: string | null
  accentColor: string
  language: string
}

/** Renders a letter in both forms. */
export function renderLetter(letter: Letter, site: Sender): RenderedMail {
  const data = { letter, site }
  return {
    subject: oneLine(letter.subject),
    text: plain.render(asText, data).trim().concat('\n'),
    html: escaping.render(asHtml, data),
  }
}

const escaping = new Eta({ autoEscape: true })
// By default Eta removes line breaks after its tags, but they matter in plain text.
const plain = new Eta({ autoEscape: false, autoTrim: false })

/** A line break in a subject would begin another header. nodemailer checks this too. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

const TEXT = `<%= it.letter.greeting %><% for (const block of it.letter.blocks) { %><% if (typeof block === 'string') { %>

<%= block %><% } else if ('code' in block) { %>

<%= block.code %><% } else { %><% for (const link of block.links) { %>

<%= link.label %><% if (link.url !== null) { %>:
<%= link.url %><% } %><% } %><% } %><% } %>

--
<%= it.site.name %><% if (it.site.homeUrl) { %>
<%= it.site.homeUrl %><% } %>
<%= it.letter.footer %>`

const FONT = `system-ui,-apple-system,'Segoe UI',sans-serif`

// Mail programs only support tables and inline styles reliably. Programs that ignore the style element show
// the light colours. The table layout is fixed, because others grow with the longest word, such as a username
// of 39 letters.
const HTML = `<!doctype html>
<html lang="<%= it.site.language %>">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title><%= it.letter.subject %></title>
<style>
p { text-wrap: pretty; }
@media (prefers-color-scheme: dark) {
  .page { background: #1b1a18 !important; }
  .card { background: #262421 !important; border-left-color: #3a3732 !important; border-right-color: #3a3732 !important; border-bottom-color: #3a3732 !important; }
  .text { color: #f1ede6 !important; }
  .quiet { color: #b9b2a6 !important; }
  .code { color: #f1ede6 !important; background: #1b1a18 !important; }
  .button { background: #f1ede6 !important; border-color: #f1ede6 !important; }
  .button a { color: #26221c !important; }
  .named { border-color: #6b6357 !important; color: #b9b2a6 !important; }
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f5f1ea;">
<div style="display:none;max-height:0;overflow:hidden;"><%= it.letter.preheader %></div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="page" style="background:#f5f1ea;">
<tr><td align="center" style="padding:32px 16px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:520px;table-layout:fixed;word-break:break-word;">
<tr><td class="quiet" style="padding:0 4px 12px;font:600 14px/1.4 ${FONT};color:#6b6357;"><% if (it.site.homeUrl) { %><a class="quiet" href="<%= it.site.homeUrl %>" style="color:#6b6357;"><%= it.site.name %></a><% } else { %><%= it.site.name %><% } %></td></tr>
<tr><td class="card" style="padding:28px 28px 12px;background:#ffffff;border:1px solid #e4ddd0;border-top:6px solid <%= it.site.accentColor %>;border-radius:10px;">
<p class="text" style="margin:0 0 16px;font:600 20px/1.3 ${FONT};color:#26221c;"><%= it.letter.greeting %></p>
<% for (const block of it.letter.blocks) { if (typeof block === 'string') { %>
<p class="text" style="margin:0 0 16px;font:16px/1.5 ${FONT};color:#26221c;"><%= block %></p>
<% } else if ('code' in block) { %>
<p class="code" style="margin:0 0 16px;padding:14px 8px;border-radius:8px;background:#f5f1ea;text-align:center;font:700 32px/1.3 ui-monospace,Consolas,Menlo,monospace;letter-spacing:4px;color:#26221c;"><%= block.code %></p>
<% } else { for (const link of block.links) { %>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 <%= link === block.links.at(-1) ? 16 : 12 %>px;"><tr>
<% if (link.url !== null) { %>
<td align="center" class="button" style="background:#26221c;border:1px solid #6b6357;border-radius:8px;"><a href="<%= link.url %>" style="display:block;padding:14px 20px;font:600 16px/1.3 ${FONT};color:#ffffff;text-decoration:none;"><%= link.label %></a></td>
<% } else { %>
<td align="center" class="named" style="border:1px solid #b9b2a6;border-radius:8px;padding:14px 20px;font:600 16px/1.3 ${FONT};color:#6b6357;"><%= link.label %></td>
<% } %>
</tr></table>
<% } } } %>
</td></tr>
<tr><td class="quiet" style="padding:16px 4px;font:13px/1.5 ${FONT};color:#6b6357;"><%= it.letter.footer %></td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`

// The templates are compiled once: rendering a string would compile it each time.
const asText = plain.compile(TEXT)
const asHtml = escaping.compile(HTML)
