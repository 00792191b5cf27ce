import { type ClientRequest, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http'

const TIMEOUT_MS = 15_000

/** An answer with its headers as they are. */
export interface ProxyAnswer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

interface Question {
  method?: string
  headers?: OutgoingHttpHeaders
  /** Of the body; the request announces a body of `headers['Content-Length']` in any case. */
  body?: string
  /** Whether the rest of an announced body never comes. */
  isUnfinished?: boolean
}

/**
 * Asks as a proxy does. `fetch` would add Fetch metadata of its own, and cannot ask for an upgrade or leave out a part of the
 * body.
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

/** The text of a header that holds UTF-8: Node reads each byte as a letter. */
export function utf8Of(header: string | string[] | undefined): string {
  return Buffer.from(String(header ?? ''), 'latin1').toString('utf8')
}
