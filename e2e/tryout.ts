import { isFree } from './standins/server.ts'
import { startStandIns } from './standins/standIns.ts'

/** What providers need in the environment. */
type ProviderNeeds = readonly { settings: { required: readonly string[] } }[]

/** Whether no provider of the site is configured yet. Throws in production, where stand-ins would let anybody in. */
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

/** A try-out under way: stand-ins for everything outside. */
export interface TryOut {
  /** What the site needs in its environment. */
  env: Record<string, string>
  /** How browsers reach the site. */
  siteUrl: string
  /** Where everything is, for the person who started it. */
  banner: string
  close(): Promise<unknown>
}

/** Starts the stand-ins on the ports after the site's, or any free ones. Throws when the site's own is busy. */
export async function startTryOut(port: number, own: NodeJS.ProcessEnv): Promise<TryOut> {
  if (!(await isFree(port))) throw new Error(`Port ${port} is in use. Choose another: PORT=4000 npm start`)
  const siteUrl = own.PUBLIC_URL || `http://localhost:${port}`
  const [github = 0, x = 0, inbox = 0, smtp = 0] = await Promise.all(
    [1, 2, 3, 4].map(async (offset) => ((await isFree(port + offset)) ? port + offset : 0)),
  )
  const standIns = await startStandIns({ siteUrl, ports: { github, x, inbox, smtp } })
  return {
    // Not a secret: nothing but the try-out is kept with it, and so sign-ins outlast a restart.
    env: {
      ...standIns.env,
      MAIL_FROM: own.MAIL_FROM || standIns.env.MAIL_FROM,
      SECRET: own.SECRET || 'the try-out keeps nothing that is worth a secret',
      OPERATORS: own.OPERATORS || OPERATOR.identities,
    },
    siteUrl,
    banner: bannerOf({ siteUrl, ...standIns }),
    close: standIns.close,
  }
}

/** One of the ready people, who may open the desk: see standins/people.ts. */
const OPERATOR = { name: 'Margaret Hamilton', identities: 'github:1969,twitter:19690720' }

type Addresses = { siteUrl: string } & Pick<
  Awaited<ReturnType<typeof startStandIns>>,
  'github' | 'x' | 'mail'
>

function bannerOf({ siteUrl, github, x, mail }: Addresses): string {
  return `
  This is the try-out: GitHub, X and the mail server are stand-ins on this machine.

    The site       ${siteUrl}
    The inbox      ${mail.inboxUrl}
    The timeline   ${x.timelineUrl}
    The desk       ${siteUrl}/desk, for ${OPERATOR.name}, who is the operator
    Make it fail   ${github.url}/_control (GitHub)
                   ${x.url}/_control (X)
                   ${mail.inboxUrl}/_control (mail)

  Ctrl-C ends everything.
`
}
