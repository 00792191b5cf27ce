import { createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Listening, listenOnLoopback } from '../standins/server.ts'

const LOOK_AGAIN_MS = 50
/** After this time without a new answer, the server has also answered the requests that the load gave up on. */
const QUIET_MS = 1_000
/** The longest time between two mails. */
const GOES_ON_WITHIN_MS = 30_000

/** A mail server that accepts everything and remembers it. */
export interface MailRecorder {
  smtpUrl: string
  /** The Message-IDs of the delivered mails: a duplicate counts once. */
  delivered: ReadonlySet<string>
  /** When the last mail arrived (`performance.now()`). */
  lastAt: number
  /** The number of connections so far. */
  connections: number
  /** Resolves when `count` does not grow any more and as many mails have arrived. Throws after 30 s without a mail. */
  waitFor(count: () => number): Promise<void>
  close(): Promise<void>
}

/**
 * Starts a recorder that greets after `greetingMs`. It understands only the commands of nodemailer: the library
 * smtp-server with a mail parser would be busier than the measured server.
 */
export async function startMailRecorder({ greetingMs }: { greetingMs: number }): Promise<MailRecorder> {
  const delivered = new Set<string>()
  const recorder = { delivered, lastAt: 0, connections: 0 }
  const take = (id: string) => {
    delivered.add(id)
    recorder.lastAt = performance.now()
  }
  const listening: Listening = await listenOnLoopback(() =>
    createServer((socket) => {
      recorder.connections += 1
      setTimeout(() => converse(socket, take), greetingMs)
    }),
  )
  return Object.assign(recorder, {
    smtpUrl: `smtp://127.0.0.1:${listening.port}`,
    waitFor: (count: () => number) => waitFor(recorder, count),
    close: listening.close,
  })
}

async function waitFor(
  recorder: Pick<MailRecorder, 'delivered' | 'lastAt'>,
  count: () => number,
): Promise<void> {
  const begun = performance.now()
  for (let expected = -1, since = begun; ; await sleep(LOOK_AGAIN_MS)) {
    const now = performance.now()
    if (count() !== expected) [expected, since] = [count(), now]
    const missing = expected - recorder.delivered.size
    if (missing <= 0 && now - since > QUIET_MS) return
    if (now - Math.max(begun, recorder.lastAt) > GOES_ON_WITHIN_MS)
      throw new Error(`${missing} mails are missing`)
  }
}

function converse(socket: Socket, deliver: (id: string) => void): void {
  let heard = ''
  let isData = false
  const answer = (text: string) => void socket.write(`${text}\r\n`)
  const take = (end: number) => {
    deliver(/^message-id: (.*)$/im.exec(heard.slice(0, end))?.[1] ?? '')
    answer('250 taken')
  }
  socket.setEncoding('latin1')
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.on('data', (text: string) => {
    heard += text
    for (;;) {
      const ending = isData ? '\r\n.\r\n' : '\r\n'
      const end = heard.indexOf(ending)
      if (end < 0) return
      if (isData) take(end)
      else answer(replyTo(heard.slice(0, end)))
      isData = !isData && /^DATA$/i.test(heard.slice(0, end))
      heard = heard.slice(end + ending.length)
    }
  })
  answer('220 recorder ESMTP')
}

function replyTo(command: string): string {
  if (/^EHLO/i.test(command)) return '250-recorder\r\n250-PIPELINING\r\n250 8BITMIME'
  if (/^DATA/i.test(command)) return '354 go on'
  if (/^QUIT/i.test(command)) return '221 bye'
  return '250 ok'
}
