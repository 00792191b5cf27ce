import { EventEmitter, once } from 'node:events'
import { controlRoutes } from './control.ts'
import { ALL } from './faults.ts'
import { inboxRoutes, MAIL_FRAME } from './inbox.ts'
import { createMailFaults, type MailFault } from './mailFaults.ts'
import { frameFor } from './page.ts'
import { serve } from './serve.ts'
import { type ReceivedMail, startSmtp } from './smtp.ts'

/** Options of the mail stand-in. */
export interface MailOptions {
  /** The URL of the site, which the pages link back to. */
  siteUrl?: string
  /** Default: any free port. */
  smtpPort?: number
  /** Default: any free port. */
  inboxPort?: number
  /** Default: every client may send. */
  auth?: { user: string; pass: string }
  /** The recipients that the control page offers. */
  addresses?: readonly string[]
}

/** A failure at RCPT, for one address or all, or after DATA. */
interface MailFailure {
  at: 'rcpt' | 'data'
  /** An SMTP code, e.g. 451 or 550. With 0 at `data`, the server accepts the mail and hangs up without an answer. */
  code: number
  address?: string
}

/** Starts a mail server that delivers into an inbox page and fails on demand. */
export async function startMail(options: MailOptions = {}) {
  const { smtpPort = 0, inboxPort = 0, auth, addresses = [] } = options
  const frame = frameFor(MAIL_FRAME, options.siteUrl)
  const mails: ReceivedMail[] = []
  const arrivals = new EventEmitter()
  const faults = createMailFaults(addresses)
  let count = 0
  const receive = (mail: Omit<ReceivedMail, 'id'>) => {
    mails.push({ ...mail, id: count })
    count += 1
    arrivals.emit('mail')
  }
  const connections = { open: 0, most: 0, total: 0 }
  let smtp = await startSmtp({ port: smtpPort, auth, faults, connections, receive })
  const { port } = smtp
  const inbox = await serve({
    port: inboxPort,
    routes(router) {
      controlRoutes(router, frame, { faults })
      inboxRoutes(router, frame, mails)
    },
  })
  const login = auth ? `${encodeURIComponent(auth.user)}:${encodeURIComponent(auth.pass)}@` : ''

  return {
    smtpUrl: `smtp://${login}localhost:${port}`,
    inboxUrl: inbox.url,
    /** Oldest first. */
    mails,
    faults,
    connections,
    /** The first mail that `matches`, as soon as it arrives. Throws after `timeoutMs`, with the mails that came. */
    waitFor: (matches: (mail: ReceivedMail) => boolean, timeoutMs = 20_000) =>
      waitFor(matches, { mails, arrivals, timeoutMs }),
    /** Replaces all faults by this one; `undefined` clears them. A short form for the faults that tests use most. */
    fail(failure: MailFailure | undefined) {
      faults.clear()
      if (failure) faults.set(failure.address ?? ALL, faultOf(failure))
    },
    /** Stops the SMTP server: the machine refuses connections. */
    stop: () => smtp.close(),
    /** Starts the SMTP server again, on the same port. */
    async start() {
      smtp = await startSmtp({ port, auth, faults, connections, receive })
    },
    async close() {
      faults.close()
      await Promise.all([smtp.close(), inbox.close()])
    },
  }
}

async function waitFor(
  matches: (mail: ReceivedMail) => boolean,
  {
    mails,
    arrivals,
    timeoutMs,
  }: { mails: readonly ReceivedMail[]; arrivals: EventEmitter; timeoutMs: number },
): Promise<ReceivedMail> {
  const signal = AbortSignal.timeout(timeoutMs)
  for (;;) {
    const found = mails.find(matches)
    if (found) return found
    await once(arrivals, 'mail', { signal }).catch((cause) => {
      const came = mails.map(({ subject, recipients }) => `'${subject}' to ${recipients.join(', ')}`)
      throw new Error(`no such mail in ${timeoutMs} ms, only: ${came.join('; ') || 'none'}`, { cause })
    })
  }
}

function faultOf({ at, code }: MailFailure): MailFault {
  return at === 'data' && code === 0 ? { kind: 'hangUp' } : { kind: at, code }
}
