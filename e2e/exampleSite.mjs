// A site that Doorman guards. It uses only Doorman's public addresses, so it could be written in any language.
import { createHmac, createPublicKey, timingSafeEqual, verify } from 'node:crypto'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'

// DOORMAN_URL is Doorman's PUBLIC_URL. ASK_URL is the address where this site reaches Doorman.
const { PORT, SITE_URL, DOORMAN_URL, ASK_URL, WEBHOOK_SECRET } = process.env
const JWKS = `${ASK_URL}/.well-known/jwks.json`
const notes = new Map() // The site's own data, by user id, which never changes. Names and addresses do.
const received = new Map() // The webhooks, by their id, because Doorman may send the same webhook twice.
let keys = []

/** The claims of the assertion. Throws unless Doorman has signed them for this site and they have not expired. */
async function verified(assertion) {
  const [header, claims, signature] = assertion.split('.').map((part) => Buffer.from(part, 'base64url'))
  const { alg, kid } = JSON.parse(header)
  if (!keys.some((key) => key.kid === kid)) keys = (await (await fetch(JWKS)).json()).keys
  const key = createPublicKey({ key: keys.find((one) => one.kid === kid), format: 'jwk' })
  const signed = Buffer.from(assertion.slice(0, assertion.lastIndexOf('.')))
  if (alg !== 'EdDSA' || !verify(null, signed, key, signature)) throw new Error('not signed by Doorman')
  const { iss, aud, exp, ...person } = JSON.parse(claims)
  const isForUs = iss === DOORMAN_URL && aud === new URL(DOORMAN_URL).origin
  if (!isForUs || exp * 1_000 < Date.now()) throw new Error('not for this site, or not any more')
  return person
}

/** The claims about the visitor, or null. Behind a proxy that asks Doorman, the request itself has this header. */
async function whoIs({ headers: { cookie = '' } }) {
  const answer = await fetch(`${ASK_URL}/api/authz/auth-request`, { headers: { cookie } })
  if (answer.status === 401) return null
  if (!answer.ok) throw new Error(`Doorman answers ${answer.status}`)
  return verified(answer.headers.get('remote-assertion'))
}

/** Whether Doorman has signed the webhook: an HMAC of id, time and body (https://www.standardwebhooks.com). */
function isGenuine(headers, body) {
  const [id, at] = [headers['webhook-id'], headers['webhook-timestamp']]
  const key = Buffer.from(WEBHOOK_SECRET.replace('whsec_', ''), 'base64')
  const hmac = createHmac('sha256', key).update(`${id}.${at}.${body}`)
  const expected = Buffer.from(`v1,${hmac.digest('base64')}`)
  const isOurs = (given) =>
    Buffer.byteLength(given) === expected.length && timingSafeEqual(Buffer.from(given), expected)
  const isRecent = Math.abs(Date.now() / 1_000 - at) < 300
  return isRecent && String(headers['webhook-signature']).split(' ').some(isOurs)
}

async function receive(request, response) {
  const body = await text(request)
  if (!isGenuine(request.headers, body)) return response.writeHead(401).end()
  const { type, timestamp, data } = JSON.parse(body)
  // 2xx confirms that this site has deleted everything of the person. Doorman deletes the account only then.
  if (type === 'user.deleting') notes.delete(data.user.id)
  received.set(request.headers['webhook-id'], `${timestamp} ${type} ${data.user.id}`)
  response.writeHead(204).end()
}

const escaped = (words) => words.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

function page(response, html) {
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end(`<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>The example site</title>
<style>:root { color-scheme: light dark } body { font: 1rem/1.6 system-ui; max-width: 40rem; margin: 2rem auto; padding: 0 1rem }
a { color: light-dark(#06c, #8bf) } textarea, button { font: inherit; padding: .4em .8em } textarea { width: 95% } pre { white-space: pre-wrap; overflow-wrap: anywhere }</style>
<nav><a href="/">Home</a> · <a href="/members">Members</a> · <a href="/webhooks">Webhooks</a></nav>${html}</html>`)
}

const signInFor = (path) => `${DOORMAN_URL}/?returnTo=${encodeURIComponent(SITE_URL + path)}`
const ACCOUNT = `<p><a href="${DOORMAN_URL}/account">Your account</a></p>`

async function home(request, response) {
  const user = await whoIs(request)
  const name = user ? user.name || user.preferred_username : 'stranger'
  const next = user ? ACCOUNT : `<p><a href="${signInFor('/members')}">Sign in</a></p>`
  page(response, `<h1>Hello, ${escaped(name)}</h1>${next}`)
}

async function members(request, response) {
  const user = await whoIs(request)
  if (!user) return response.writeHead(302, { Location: signInFor('/members') }).end()
  if (request.method === 'POST') {
    // The browser sends the cookie with requests from every site of this domain. Only our own pages may change notes.
    if ((request.headers['sec-fetch-site'] ?? 'same-origin') !== 'same-origin')
      return response.writeHead(403).end()
    notes.set(user.sub, new URLSearchParams(await text(request)).get('note') ?? '')
  }
  const note = `<textarea name="note" rows="4">${escaped(notes.get(user.sub) ?? '')}</textarea>`
  const form = `<form method="post"><label>Your note<br>${note}</label><br><button>Save</button></form>`
  page(response, `<h1>Members</h1>${form}${ACCOUNT}`)
}

async function webhooks(request, response) {
  if (request.method === 'POST') return receive(request, response)
  page(response, `<h1>Webhooks</h1><pre>${escaped([...received.values()].reverse().join('\n'))}</pre>`)
}

createServer((request, response) => {
  const route = { '/': home, '/members': members, '/webhooks': webhooks }[request.url.split('?')[0]]
  if (!route) return response.writeHead(404).end('Not found')
  route(request, response).catch((error) => response.writeHead(502).end(`${error.message}\n`))
}).listen(Number(PORT), '127.0.0.1')
