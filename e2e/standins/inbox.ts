import type Router from '@koa/router'
import { CONTROL } from './control.ts'
import { type Frame, html, page } from './page.ts'
import { Refusal } from './refusal.ts'
import type { ReceivedMail } from './smtp.ts'

const REFRESH_SECONDS = 2

/** The frame of the mail stand-in's pages. */
export const MAIL_FRAME: Frame = {
  name: 'mail server',
  truth: 'no mail leaves this machine',
  accent: '#2f5d50',
  links: [
    { label: 'Inbox', href: '/' },
    { label: 'Make it fail', href: CONTROL },
  ],
}

const LIST = `<div class="row"><h1>Inbox</h1>
<% if (it.mails.length > 0) { %><form method="post" action="/empty"><button class="go">Empty it</button></form><% } %></div>
<% if (it.mails.length === 0) { %><p class="quiet">No mail yet. What the site sends shows up here by itself.</p><% } %>
<% for (const mail of it.mails) { %><a class="card" href="/mails/<%= mail.id %>"><strong><%= mail.subject || '(no subject)' %></strong><small>to <%= mail.recipients.join(', ') %></small></a><% } %>`

const MAIL = `<h1><%= it.subject || '(no subject)' %></h1>
<p class="quiet">from <%= it.from %><br>to <%= it.recipients.join(', ') %></p>
<% if (it.framed) { %><iframe class="mail" title="The mail as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation" srcdoc="<%= it.framed %>"></iframe><% } %>
<h2>As text</h2><pre class="card"><%= it.text %></pre>
<details><summary>Source</summary><pre class="card"><%= it.raw %></pre></details>`

/** Adds the inbox: a list, a page for each mail, all mails as JSON, and a form that empties it. */
export function inboxRoutes(router: Router, frame: Frame, mails: ReceivedMail[]): void {
  router.get('/', (ctx) => {
    const body = html(LIST, { mails: mails.toReversed() })
    ctx.body = page({ frame, title: 'Inbox', body, refreshSeconds: REFRESH_SECONDS })
  })

  router.get('/mails.json', (ctx) => {
    ctx.body = mails
  })

  router.get('/mails/:id', (ctx) => {
    const mail = mails.find(({ id }) => id === Number(ctx.params.id))
    if (!mail) throw new Refusal(404, 'There is no such mail.')
    const body = html(MAIL, { ...mail, framed: outOfFrame(mail.html) })
    ctx.body = page({ frame, title: mail.subject, body })
  })

  router.post('/empty', (ctx) => {
    mails.length = 0
    ctx.redirect('/')
  })
}

/** Makes the links of the mail open in the whole window instead of the frame that shows the mail. */
function outOfFrame(mail: string): string {
  if (mail === '') return ''
  const base = '<base target="_top">'
  return /<head[^>]*>/i.test(mail) ? mail.replace(/<head[^>]*>/i, (head) => head + base) : base + mail
}
