import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text as textOf } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { type Listening, listenOnLoopback } from './server.ts'

/** The path that accepts webhooks. */
const PATH = '/hooks'

const bodySchema = z.object({
  type: z.string(),
  timestamp: z.string(),
  data: z.object({ user: z.looseObject({ id: z.string() }), sessions: z.number().optional() }),
})

/** A webhook that arrived, also if the receiver then failed. */
export interface ReceivedWebhook extends z.infer<typeof bodySchema> {
  /** The header `webhook-id`. */
  id: string
  /** Unix ms. */
  arrivedAt: number
  headers: IncomingMessage['headers']
  /** The body, byte for byte. */
  text: string
}

/**
 * How the receiver fails: `hang` never answers, `hangUp` closes the connection, `slow` answers 204 after `ms`, `answer`
 * answers this status, and `slowBody` answers 200 with a body of `bytes`, 16 kB every 5 ms.
 */
export type ReceiverFault =
  | { kind: 'hang' | 'hangUp' }
  | { kind: 'slow'; ms: number }
  | { kind: 'answer'; status: number; headers?: Record<string, string> }
  | { kind: 'slowBody'; bytes: number }

const PIECE = Buffer.alloc(16_384, ' ')

/** The webhook receiver of a site: keeps what arrives and answers 204, unless a fault is set. */
export class WebhookReceiver {
  readonly received: ReceivedWebhook[] = []
  /** `METHOD path` of every request that was not a POST to its own path. */
  readonly strayPaths: string[] = []
  /** The total size of the slow bodies that it has sent, in bytes. */
  bytesWritten = 0
  /** How many clients closed the connection before the end of a slow body. */
  hungUp = 0
  readonly #faults = new Map<string, ReceiverFault>()
  #listening: Listening | undefined
  #port = 0

  get url(): string {
    return `http://localhost:${this.#port}${PATH}`
  }

  /** Listens on a free port; after a `stop`, on the same port again. */
  async start(): Promise<void> {
    this.#listening = await listenOnLoopback(
      () => createServer((request, response) => void this.#take(request, response)),
      this.#port,
    )
    this.#port = this.#listening.port
  }

  /** Destroys all connections and stops listening. */
  async stop(): Promise<void> {
    await this.#listening?.close()
    this.#listening = undefined
  }

  /** Fails webhooks of the type, or all with `*`, until cleared. */
  fail(type: string, fault: ReceiverFault): void {
    this.#faults.set(type, fault)
  }

  /** Clears all faults. */
  clear(): void {
    this.#faults.clear()
  }

  /** The webhooks of a type, in order of arrival. */
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

/** Starts a webhook receiver on a free port. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const receiver = new WebhookReceiver()
  await receiver.start()
  return receiver
}

/**
 * Whether one of the signatures was made with the secret: HMAC-SHA256 of `id.timestamp.body`, keyed with the part after
 * `whsec_`, decoded from base64. Written from the specification, because the site signs with the library.
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
