import { startGitHub } from './github.ts'
import { startMail } from './mail.ts'
import { type Person, people as ready } from './people.ts'
import { startX } from './x.ts'

/** Where the stand-ins listen; without it each takes any free port. */
export interface StandInPorts {
  github: number
  x: number
  inbox: number
  smtp: number
}

/** All stand-ins, for the site at `siteUrl`. `env` are the settings that point the site at them. */
export async function startStandIns({ siteUrl, ports }: { siteUrl: string; ports?: StandInPorts }) {
  const people: Person[] = structuredClone(ready)
  const github = await startGitHub({
    people,
    clientId: 'the-try-out',
    clientSecret: 'secret-of-the-try-out',
    callbackUrl: `${siteUrl}/auth/github/callback`,
    port: ports?.github,
  })
  const x = await startX({
    people,
    consumerKey: 'the-try-out',
    consumerSecret: 'secret-of-the-try-out',
    callbackUrl: `${siteUrl}/auth/twitter/callback`,
    port: ports?.x,
  })
  const mail = await startMail({ smtpPort: ports?.smtp, inboxPort: ports?.inbox })
  const env = {
    GITHUB_CLIENT_ID: 'the-try-out',
    GITHUB_CLIENT_SECRET: 'secret-of-the-try-out',
    GITHUB_URL: github.url,
    GITHUB_API_URL: github.apiUrl,
    TWITTER_CONSUMER_KEY: 'the-try-out',
    TWITTER_CONSUMER_SECRET: 'secret-of-the-try-out',
    TWITTER_API_URL: x.url,
    SMTP_URL: mail.smtpUrl,
    MAIL_FROM: 'Doorman <doorman@example.org>',
  }
  return {
    people,
    github,
    x,
    mail,
    env,
    close: () => Promise.all([github.close(), x.close(), mail.close()]),
  }
}

/** What `startStandIns` gives. */
export type StandIns = Awaited<ReturnType<typeof startStandIns>>
