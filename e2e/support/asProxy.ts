import { type ClientRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'

const TIMEOUT_MS = 15_000

/** An answer, with its headers unchanged. */
interface ProxyAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

interface Question {
  method?: string
  headers?: OutgoingHttpHeaders
  /** The sent part of the body. `headers['Content-Length']` may announce more. */
  body?: string
  /** Whether the client never sends the rest of the announced body. */
  isUnfinished?: boolean
}

/**
 * Sends a request as a proxy does. `fetch` would add headers such as Sec-Fetch-Mode, and it can neither request an
 * upgrade nor stop in the middle of a body. Throws after 15 s without an answer.
 */
export function askAsProxy(url: string, question: Question = {}): Promise<ProxyAnswer> {
  const { method = 'GET', headers = {}, body, isUnfinished = false } = question
  return new Promise((resolve, reject) => {
    const asking: ClientRequest = request(url, { method, headers, timeout: TIMEOUT_MS }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (part: string) => {
        text += part
      })
      answer.once('end', () => {
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: text })
        if (isUnfinished) asking.destroy()
      })
    })
    asking.once('timeout', () => asking.destroy(new Error('no answer in time')))
    asking.once('error', reject)
    if (body !== undefined) asking.write(body)
    if (isUnfinished) asking.flushHeaders()
    else asking.end()
  })
}

/** Decodes a header in UTF-8: Node.js decodes headers as Latin-1. */
export function utf8Of(header: string | string[] | undefined): string {
  return Buffer.from(String(header ?? ''), 'latin1').toString('utf8')
}
