import { Agent, type RequestOptions, request } from 'node:https'
import { setTimeout as sleep } from 'node:timers/promises'

/** The outcome of a request. */
export interface Answer {
  /** 200 for the expected answer, 0 without an answer. */
  status: number
  /** The error, or the first characters of the answer. */
  words: string
  /** When the request began and ended (`performance.now()`). */
  begun: number
  ended: number
}

/** Visitors who send requests without a pause, over keep-alive connections. */
export interface Visitors {
  answers: readonly Answer[]
  stop(): Promise<void>
}

const WITHIN_MS = 60_000

const READING = { method: 'GET', path: '/api/session', expected: 200 }

/** No account has this address. The status 400 proves that the server has read the body. */
const WRITING = { method: 'POST', path: '/api/reminder', expected: 400 }

/** Starts `width` visitors at a proxy with TLS. Every tenth request is a POST. */
export function startVisitors(port: number, width = 8): Visitors {
  const answers: Answer[] = []
  const agent = new Agent({ keepAlive: true, rejectUnauthorized: false, maxSockets: width })
  let isOver = false
  const workers = Array.from({ length: width }, async () => {
    while (!isOver) {
      const kind = answers.length % 10 === 0 ? WRITING : READING
      const options = { host: '127.0.0.1', port, agent, servername: 'www.example.com' }
      const answer = await ask({ ...options, ...kind, headers: { Host: 'www.example.com' } }, kind.expected)
      answers.push(answer)
      // A proxy refuses faster than the server answers. Without a pause, most requests would be refusals.
      if (answer.status !== 200) await sleep(50)
    }
  })
  return {
    answers,
    async stop() {
      isOver = true
      await Promise.all(workers)
      agent.destroy()
    },
  }
}

function ask(options: RequestOptions, expected: number): Promise<Answer> {
  const begun = performance.now()
  const body = options.method === 'POST' ? 'email=nobody%40example.org' : ''
  const headers = {
    ...options.headers,
    ...(body ? { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': body.length } : {}),
  }
  return new Promise((resolve) => {
    const finish = (status: number, words: string) =>
      resolve({
        status: status === expected ? 200 : status,
        words: `${options.method} ${words}`,
        begun,
        ended: performance.now(),
      })
    const asking = request({ ...options, headers, timeout: WITHIN_MS }, (answer) => {
      let text = ''
      answer.on('data', (chunk) => {
        text += chunk
      })
      answer.once('end', () => finish(answer.statusCode ?? 0, text.slice(0, 100)))
      answer.once('error', (error) => finish(0, error.message))
    })
    asking.once('timeout', () => asking.destroy(new Error('no answer in time')))
    asking.once('error', (error: NodeJS.ErrnoException) => finish(0, `${error.code ?? ''} ${error.message}`))
    asking.end(body)
  })
}

/** The requests that did not get the expected answer. */
export function droppedOf({ answers }: Pick<Visitors, 'answers'>): Answer[] {
  return answers.filter(({ status }) => status !== 200)
}
