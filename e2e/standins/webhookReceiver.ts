import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text as textOf } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type Listening, listenOnLoopback } from './server.ts'

/** Where it is posted to. */
const PATH = '/hooks'

const bodySchema = z.object({
  type: z.string(),
  timestamp: z.string(),
  data: z.object({ user: z.looseObject({ id: z.string() }), sessions: z.number().optional() }),
})

/** A webhook that arrived, whatever it was answered with. */
export interface ReceivedWebhook extends z.infer<typeof bodySchema> {
  /** `webhook-id` */
  id: string
  /** Unix milliseconds, by the clock of this machine. */
  arrivedAt: number
  headers: IncomingMessage['headers']
  /** The body, byte for byte. */
  text: string
}

/**
 * How the receiver fails: `hang` never answers, `hangUp` closes the connection, `slow` takes so long, `answer` answers
 * so, and `slowBody` answers 200 with a body of so many bytes, 16 kB at a time.
 */
export type ReceiverFault =
  | { kind: 'hang' | 'hangUp' }
  | { kind: 'slow'; ms: number }
  | { kind: 'answer'; status: number; headers?: Record<string, string> }
  | { kind: 'slowBody'; bytes: number }

const PIECE = Buffer.alloc(16_384, ' ')

/** A site's webhook receiver: keeps what arrives and answers 204, unless it is told to fail. */
export class WebhookReceiver {
  readonly received: ReceivedWebhook[] = []
  /** Paths that were asked for besides its own. */
  readonly strayPaths: string[] = []
  /** How many bytes of slow bodies were written, */
  bytesWritten = 0
  /** and how many of them the other side did not wait for. */
  hungUp = 0
  readonly #faults = new Map<string, ReceiverFault>()
  #listening: Listening | undefined
  #port = 0

  get url(): string {
    return `http://localhost:${this.#port}${PATH}`
  }

  /** Listens, always on the same port. */
  async start(): Promise<void> {
    this.#listening = await listenOnLoopback(
      () => createServer((request, response) => void this.#take(request, response)),
      this.#port,
    )
    this.#port = this.#listening.port
  }

  /** Hangs up on everybody, and refuses connections from then on. */
  async stop(): Promise<void> {
    await this.#listening?.close()
    this.#listening = undefined
  }

  /** Fails webhooks of the type, `*` for all, until cleared. */
  fail(type: string, fault: ReceiverFault): void {
    this.#faults.set(type, fault)
  }

  /** All is well again. */
  clear(): void {
    this.#faults.clear()
  }

  /** What arrived of a type, in order. */
  ofType(type: string): ReceivedWebhook[] {
    return this.received.filter((webhook) => webhook.type === type)
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = await textOf(request)
    if (request.method !== 'POST' || request.url !== PATH) {
      this.strayPaths.push(`${request.method} ${request.url}`)
      response.writeHead(404).end()
      return
    }
    const body = bodySchema.parse(JSON.parse(text))
    const id = String(request.headers['webhook-id'])
    this.received.push({ ...body, id, text, headers: request.headers, arrivedAt: Date.now() })
    await this.#answer(response, this.#faults.get(body.type) ?? this.#faults.get('*'))
  }

  async #answer(response: ServerResponse, fault: ReceiverFault | undefined): Promise<void> {
    if (fault?.kind === 'slow') await sleep(fault.ms)
    if (!fault || fault.kind === 'slow') response.writeHead(204).end()
    else if (fault.kind === 'answer') response.writeHead(fault.status, fault.headers).end('no')
    else if (fault.kind === 'hangUp') response.destroy()
    else if (fault.kind === 'slowBody') await this.#writeSlowly(response, fault.bytes)
  }

  async #writeSlowly(response: ServerResponse, bytes: number): Promise<void> {
    response.writeHead(200, { 'content-type': 'text/plain' })
    for (let sent = 0; sent < bytes && !response.destroyed; sent += PIECE.length) {
      response.write(PIECE)
      this.bytesWritten += PIECE.length
      await sleep(5)
    }
    if (response.destroyed) this.hungUp++
    response.end()
  }
}

/** Listens on a port that is free. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const receiver = new WebhookReceiver()
  await receiver.start()
  return receiver
}

/**
 * Whether one of the signatures is that of the secret, computed here from the specification and not by the library that
 * signs: HMAC-SHA256 of `id.timestamp.body` with what follows `whsec_`, decoded from base64.
 */
export function isSignedWith(
  { headers, text }: Pick<ReceivedWebhook, 'headers' | 'text'>,
  secret: string,
): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`
  const expected = createHmac('sha256', key).update(signed).digest()
  return String(headers['webhook-signature'])
    .split(' ')
    .map((part) => part.split(','))
    .filter(([version]) => version === 'v1')
    .map(([, signature = '']) => Buffer.from(signature, 'base64'))
    .some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected))
}
