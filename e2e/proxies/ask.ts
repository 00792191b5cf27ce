import { request as requestPlainly } from 'node:http'
import { request } from 'node:https'
import { text } from 'node:stream/consumers'

/** The answer of a proxy. */
export interface Answer {
  status: number
  location: string | undefined
  body: string
}

/** Requests `address` from a port of this machine. `fetch` would override headers such as Sec-Fetch-Mode. */
export function ask(
  address: string,
  { port, headers = {} }: { port: number; headers?: Record<string, string> },
): Promise<Answer> {
  const { protocol, host, hostname, pathname, search } = new URL(address)
  const send = protocol === 'https:' ? request : requestPlainly
  const own = { host: '127.0.0.1', port, path: pathname + search, headers: { Host: host, ...headers } }
  return new Promise((resolve, reject) => {
    const secure = { servername: hostname, rejectUnauthorized: false, agent: false as const }
    send({ ...own, ...secure }, (answer) => {
      const { statusCode: status = 0, headers: got } = answer
      text(answer).then((body) => resolve({ status, location: got.location, body }), reject)
    })
      .once('error', reject)
      .end()
  })
}
