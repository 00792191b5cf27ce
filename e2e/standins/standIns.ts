import { startGitHub } from './github.ts'
import { startMail } from './mail.ts'
import { type Person, people as ready } from './people.ts'
import { startX } from './x.ts'

/** The ports of the stand-ins. */
interface StandInPorts {
  github: number
  x: number
  inbox: number
  smtp: number
}

const CLIENT = 'the-try-out'
const CLIENT_SECRET = 'secret-of-the-try-out'

interface StandInsOptions {
  siteUrl: string
  /** Default: each stand-in takes any free port. */
  ports?: StandInPorts
  /** The clock that expires GitHub's codes and tokens, in Unix ms. */
  now?: () => number
}

/** Starts all stand-ins for the site at `siteUrl`. The environment variables `env` point the site at them. */
export async function startStandIns({ siteUrl, ports, now }: StandInsOptions) {
  const people: Person[] = structuredClone(ready)
  const github = await startGitHub({
    people,
    siteUrl,
    clientId: CLIENT,
    clientSecret: CLIENT_SECRET,
    callbackUrls: [`${siteUrl}/auth/github/callback`],
    port: ports?.github,
    now,
  })
  const x = await startX({
    people,
    siteUrl,
    consumerKey: CLIENT,
    consumerSecret: CLIENT_SECRET,
    callbackUrls: [`${siteUrl}/auth/twitter/callback`],
    port: ports?.x,
  })
  const mail = await startMail({
    siteUrl,
    smtpPort: ports?.smtp,
    inboxPort: ports?.inbox,
    addresses: addressesOf(people),
  })
  const env = {
    GITHUB_CLIENT_ID: CLIENT,
    GITHUB_CLIENT_SECRET: CLIENT_SECRET,
    GITHUB_URL: github.url,
    GITHUB_API_URL: github.apiUrl,
    TWITTER_CONSUMER_KEY: CLIENT,
    TWITTER_CONSUMER_SECRET: CLIENT_SECRET,
    TWITTER_API_URL: x.url,
    SMTP_URL: mail.smtpUrl,
    MAIL_FROM: 'Doorman <doorman@example.org>',
  }
  const close = () => Promise.all([github.close(), x.close(), mail.close()])
  return { people, github, x, mail, env, close }
}

/** The running stand-ins. */
export type StandIns = Awaited<ReturnType<typeof startStandIns>>

function addressesOf(people: Person[]): string[] {
  const all = people.flatMap(({ github, x }) =>
    [...(github?.emails.map(({ email }) => email) ?? []), x?.email ?? []].flat(),
  )
  return [...new Set(all)]
}
