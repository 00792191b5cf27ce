import { fileURLToPath } from 'node:url'
import { freePort, isFree } from '../standins/server.ts'
import { startStandIns } from '../standins/standIns.ts'
import { type Child, runChild } from './child.ts'

/** The environment variables that providers require. */
type ProviderNeeds = readonly { settings: { required: readonly string[] } }[]

/** Whether no provider of the site is configured. Throws in production, where stand-ins would let everyone sign in. */
export function isTryOut(env: NodeJS.ProcessEnv, providers: ProviderNeeds): boolean {
  const names = providers.flatMap(({ settings }) => settings.required)
  if (names.some((name) => env[name])) return false
  if (env.NODE_ENV === 'production') {
    throw new Error(
      `No provider is configured: set ${names.join(', ')}, or leave NODE_ENV=production for the try-out.`,
    )
  }
  return true
}

const EXAMPLE_SITE = fileURLToPath(new URL('../exampleSite.mjs', import.meta.url))

/** Not a real secret: Doorman and the example site run on this machine, for the try-out only. */
const WEBHOOK_SECRET = `whsec_${Buffer.from('the try-out keeps no secrets').toString('base64')}`

/** A running try-out: the stand-ins and the example site. */
interface TryOut {
  /** The environment variables that Doorman needs. */
  env: Record<string, string>
  /** Doorman's PUBLIC_URL. */
  siteUrl: string
  /** The text to print: the addresses of everything. */
  banner: string
  close(): Promise<unknown>
}

/** Starts a try-out, if possible on the ports after the site's port. Throws when the site's port is busy. */
export async function startTryOut(port: number, own: NodeJS.ProcessEnv): Promise<TryOut> {
  if (!(await isFree(port))) throw new Error(`Port ${port} is in use. Choose another: PORT=4000 npm start`)
  const siteUrl = own.PUBLIC_URL || `http://localhost:${port}`
  const [github = 0, x = 0, inbox = 0, smtp = 0] = await Promise.all(
    [1, 2, 3, 4].map(async (offset) => ((await isFree(port + offset)) ? port + offset : 0)),
  )
  const examplePort = (await isFree(port + 5)) ? port + 5 : await freePort()
  const exampleUrl = `http://${new URL(siteUrl).hostname}:${examplePort}`
  const standIns = await startStandIns({ siteUrl, ports: { github, x, inbox, smtp } })
  const example = startExampleSite({ siteUrl, port, exampleUrl, examplePort })
  return {
    env: {
      ...standIns.env,
      ...envFor({ exampleUrl, examplePort }, own),
      MAIL_FROM: own.MAIL_FROM || standIns.env.MAIL_FROM,
      // Not a real secret: it protects only the data of the try-out. A fixed one keeps sessions valid after a restart.
      SECRET: own.SECRET || 'the try-out keeps nothing that is worth a secret',
      OPERATORS: own.OPERATORS || OPERATOR.identities,
    },
    siteUrl,
    banner: bannerOf({ siteUrl, exampleUrl, ...standIns }),
    async close() {
      example.stop('SIGTERM')
      await Promise.all([standIns.close(), example.ended])
    },
  }
}

/** The operator of the try-out, one of the people in standins/people.ts. */
const OPERATOR = { name: 'Margaret Hamilton', identities: 'github:1969,twitter:19690720' }

interface Example {
  siteUrl: string
  /** Doorman's port. */
  port: number
  exampleUrl: string
  examplePort: number
}

/** Starts the example site as a process of its own, which shares only URLs and the webhook secret with Doorman. */
function startExampleSite({ siteUrl, port, exampleUrl, examplePort }: Example): Child {
  const publicUrl = siteUrl.replace(/\/+$/, '')
  const basePath = publicUrl.slice(new URL(publicUrl).origin.length)
  return runChild([EXAMPLE_SITE], {
    PORT: String(examplePort),
    SITE_URL: exampleUrl,
    DOORMAN_URL: publicUrl,
    ASK_URL: `http://localhost:${port}${basePath}`,
    WEBHOOK_SECRET,
  })
}

/** The settings that point Doorman at the example site. The operator's own settings take precedence. */
function envFor(
  { exampleUrl, examplePort }: Pick<Example, 'exampleUrl' | 'examplePort'>,
  own: NodeJS.ProcessEnv,
): Record<string, string> {
  const receiver = { WEBHOOK_URL: `http://localhost:${examplePort}/webhooks`, WEBHOOK_SECRET }
  return {
    HOME_URL: own.HOME_URL || exampleUrl,
    SITE_ORIGINS: [own.SITE_ORIGINS, exampleUrl].filter(Boolean).join(','),
    ...(own.WEBHOOK_URL ? {} : receiver),
  }
}

type Addresses = { siteUrl: string; exampleUrl: string } & Pick<
  Awaited<ReturnType<typeof startStandIns>>,
  'github' | 'x' | 'mail'
>

function bannerOf({ siteUrl, exampleUrl, github, x, mail }: Addresses): string {
  return `
  This is the try-out: GitHub, X and the mail server are stand-ins on this machine.

    A site         ${exampleUrl} (the example behind the door: e2e/exampleSite.mjs)
    Its front door ${siteUrl}
    The inbox      ${mail.inboxUrl}
    The timeline   ${x.timelineUrl}
    The desk       ${siteUrl}/desk, for ${OPERATOR.name}, who is the operator
    Make it fail   ${github.url}/_control (GitHub)
                   ${x.url}/_control (X)
                   ${mail.inboxUrl}/_control (mail)

  Ctrl-C ends everything.
`
}
