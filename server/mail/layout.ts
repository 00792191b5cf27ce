import { Eta } from 'eta'

/** What a mail says, once for text and HTML. All of it is plain text; escaping is done here. */
export interface Letter {
  subject: string
  /** The line that mail programs show beside the subject. */
  preheader: string
  greeting: string
  paragraphs: string[]
  buttons: { label: string; url: string }[]
  /** Why this came, and what to do if it was not you. */
  footer: string
}

/** What the mailer sends. */
export interface RenderedMail {
  subject: string
  text: string
  html: string
}

/** Whom a letter comes from, and in what language: `accentColor` (`#rrggbb`) colours its edge. */
export interface Sender {
  name: string
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
// Every line break of a text counts.
const plain = new Eta({ autoEscape: false, autoTrim: false })

/** A line break in a subject would begin another header; nodemailer guards it too. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

const TEXT = `<%= it.letter.greeting %><% for (const paragraph of it.letter.paragraphs) { %>

<%= paragraph %><% } %><% for (const button of it.letter.buttons) { %>

<%= button.label %>:
<%= button.url %><% } %>

--
<%= it.site.name %>
<%= it.letter.footer %>`

// Tables and inline styles: what mail programs understand. The light colours hold where a program ignores the styles. A table
// that is not fixed grows with the longest word, a username of 39 letters included.
const HTML = `<!doctype html>
<html lang="<%= it.site.language %>">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title><%= it.letter.subject %></title>
<style>
@media (prefers-color-scheme: dark) {
  .page { background: #1b1a18 !important; }
  .card { background: #262421 !important; border-left-color: #3a3732 !important; border-right-color: #3a3732 !important; border-bottom-color: #3a3732 !important; }
  .text { color: #f1ede6 !important; }
  .quiet { color: #b9b2a6 !important; }
  .button { background: #f1ede6 !important; border-color: #f1ede6 !important; }
  .button a { color: #26221c !important; }
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#f5f1ea;">
<div style="display:none;max-height:0;overflow:hidden;"><%= it.letter.preheader %></div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" class="page" style="background:#f5f1ea;">
<tr><td align="center" style="padding:32px 16px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:520px;table-layout:fixed;word-break:break-word;">
<tr><td class="quiet" style="padding:0 4px 12px;font:600 14px/1.4 system-ui,-apple-system,'Segoe UI',sans-serif;color:#6b6357;"><%= it.site.name %></td></tr>
<tr><td class="card" style="padding:28px 28px 12px;background:#ffffff;border:1px solid #e4ddd0;border-top:6px solid <%= it.site.accentColor %>;border-radius:10px;">
<p class="text" style="margin:0 0 16px;font:600 20px/1.3 system-ui,-apple-system,'Segoe UI',sans-serif;color:#26221c;"><%= it.letter.greeting %></p>
<% for (const paragraph of it.letter.paragraphs) { %>
<p class="text" style="margin:0 0 16px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif;color:#26221c;"><%= paragraph %></p>
<% } %>
<% for (const button of it.letter.buttons) { %>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:0 0 12px;"><tr>
<td align="center" class="button" style="background:#26221c;border:1px solid #6b6357;border-radius:8px;"><a href="<%= button.url %>" style="display:block;padding:14px 20px;font:600 16px/1.3 system-ui,-apple-system,'Segoe UI',sans-serif;color:#ffffff;text-decoration:none;"><%= button.label %></a></td>
</tr></table>
<% } %>
</td></tr>
<tr><td class="quiet" style="padding:16px 4px;font:13px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif;color:#6b6357;"><%= it.letter.footer %></td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`

// Compiled once: rendering a string compiles it each time.
const asText = plain.compile(TEXT)
const asHtml = escaping.compile(HTML)
