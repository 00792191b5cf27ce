import { once } from 'node:events'
import { get, type IncomingMessage, type ServerResponse } from 'node:http'
import { freePort } from '../standins/server.ts'
import { test as base, startSite } from './fixtures.ts'
import { startFront } from './front.ts'

/** A place of Doorman beside the site that it guards. The URLs lack the port, which is that of the proxy. */
interface Topology {
  title: string
  publicUrl: string
  siteUrl: string
  /** Environment variables besides PUBLIC_URL and HOME_URL; `$SITE` stands for the site's origin. */
  settings: Record<string, string>
  sessionCookie: { name: string; domain: string }
}

/** Places beside a site, below a path and on a host of its own. */
export const TOPOLOGIES: Topology[] = [
  {
    title: 'below a path of the site',
    publicUrl: 'https://www.example.test/door',
    siteUrl: 'https://www.example.test',
    settings: {},
    sessionCookie: { name: '__Host-session', domain: 'www.example.test' },
  },
  {
    title: 'on its own host next to the site',
    publicUrl: 'https://login.example.test',
    siteUrl: 'https://www.example.test',
    settings: { COOKIE_DOMAIN: 'example.test', SITE_ORIGINS: '$SITE' },
    sessionCookie: { name: '__Secure-session', domain: '.example.test' },
  },
]

/** A Doorman without a site. */
export const ALONE = {
  publicUrl: 'https://door.example.test',
  siteUrl: 'https://door.example.test',
  settings: {},
}

type Place = Pick<Topology, 'publicUrl' | 'siteUrl' | 'settings'>

/** Gives each test a Doorman at `place`, with the site that it guards, behind a proxy with TLS. */
export const test = base.extend<{ place: Place }>({
  place: [ALONE, { option: true }],

  site: async ({ place }, use) => {
    const [port, doormanPort] = [await freePort(), await freePort()]
    const at = (address: string) => address.replace('.test', `.test:${port}`)
    const [publicUrl, siteUrl] = [at(place.publicUrl), at(place.siteUrl)]
    const own = Object.entries(place.settings).map(([name, value]) => [name, value.replace('$SITE', siteUrl)])
    const { site, end } = await startSite({
      ...Object.fromEntries(own),
      PORT: String(doormanPort),
      PUBLIC_URL: publicUrl,
      ...(siteUrl === publicUrl ? {} : { HOME_URL: `${siteUrl}/`, SITE_NAME: 'Difio' }),
      TRUSTED_PROXIES: 'loopback',
    })
    const front = await startFront({
      port,
      publicUrl,
      doormanPort,
      site: (request, response) => answerAsSite(request, response, { publicUrl, siteUrl, doormanPort }),
    })
    await use(site)
    await front.close()
    await end()
  },
})

interface Around {
  publicUrl: string
  siteUrl: string
  doormanPort: number
}

/** Answers as the site: the home page is public, all other pages need a sign-in. It asks Doorman for the visitor. */
async function answerAsSite(
  { url = '/', headers: { cookie = '', host = '' } }: IncomingMessage,
  response: ServerResponse,
  { publicUrl, siteUrl, doormanPort }: Around,
): Promise<void> {
  const asked = { 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': host, 'X-Forwarded-Uri': url }
  const { pathname } = new URL(publicUrl)
  const door = `http://127.0.0.1:${doormanPort}${pathname.replace(/\/$/, '')}`
  // Not `fetch`, which would send a Sec-Fetch-Mode that is not `navigate`.
  const headers = { ...asked, Cookie: cookie, Accept: 'text/html' }
  const [answer] = (await once(get(`${door}/api/authz/forward-auth`, { headers }), 'response')) as [
    IncomingMessage,
  ]
  answer.resume()
  const { location, 'remote-name': named } = answer.headers
  if (location && url !== '/') return void response.writeHead(302, { Location: location }).end()
  const name = decodeURIComponent(String(named ?? ''))
  const links = `<a href="${publicUrl}/logout">Leave</a> <a href="${siteUrl}/members?a=1&amp;b=2">Members</a>`
  const words = `<h1>${name ? `Good day, ${name}` : 'Good day, stranger'}</h1><p>${url}</p>${links}`
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })
  response.end(
    `<!doctype html><html lang="en"><title>The site</title><link rel="icon" href="data:,">${words}`,
  )
}
