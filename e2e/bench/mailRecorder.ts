import { createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Listening, listenOnLoopback } from '../standins/server.ts'

const DELIVERED_WITHIN_MS = 60_000
/** Whoever is given up by the load in mid-request is answered by then. */
const LOOK_AGAIN_MS = 50

/** A mail server that takes everything and remembers what it took. */
export interface MailRecorder {
  smtpUrl: string
  /** Message-IDs of what was delivered: a mail that came twice counts once. */
  delivered: ReadonlySet<string>
  /** When the last one was (milliseconds, like performance.now). */
  lastAt: number
  /** How many connections there were. */
  connections: number
  /** Resolves when so many are delivered as `count` says by then. Throws when they are not within a minute. */
  waitFor(count: () => number): Promise<void>
  close(): Promise<void>
}

/**
 * Starts one that greets after `greetingMs`. It knows what nodemailer says and no more: smtp-server and a parser behind it
 * would be busier than the server that is measured.
 */
export async function startMailRecorder({ greetingMs }: { greetingMs: number }): Promise<MailRecorder> {
  const delivered = new Set<string>()
  const recorder = {
    delivered,
    lastAt: 0,
    connections: 0,
    waitFor: (count: () => number) => waitFor(delivered, count),
  }
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
  return Object.assign(recorder, { smtpUrl: `smtp://127.0.0.1:${listening.port}`, close: listening.close })
}

async function waitFor(delivered: ReadonlySet<string>, count: () => number): Promise<void> {
  const deadline = performance.now() + DELIVERED_WITHIN_MS
  for (let missing = 1; missing > 0; missing = count() - delivered.size) {
    if (performance.now() > deadline) throw new Error(`${missing} mails are missing`)
    await sleep(LOOK_AGAIN_MS)
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
