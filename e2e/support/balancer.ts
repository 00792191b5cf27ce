import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listenOnLoopback } from '../standins/server.ts'

/** A balancer in front of several servers of one site. */
export interface Balancer {
  /** The ports of the servers, used in turn. Tests change them. */
  ports: number[]
  close(): Promise<void>
}

/** Starts a small balancer. It uses the servers in turn, and tries the next one when a server hangs up. */
export async function startBalancer(port: number, ports: number[]): Promise<Balancer> {
  let turn = 0
  const balancer = { ports, close: async () => {} }
  const { close } = await listenOnLoopback(
    () =>
      createServer((request, response) => {
        turn++
        const inTurn = balancer.ports.map(
          (_, index) => balancer.ports[(turn + index) % balancer.ports.length],
        )
        const body: Buffer[] = []
        request.on('data', (chunk) => body.push(chunk))
        request.on('end', () => pass(request, response, { body: Buffer.concat(body), ports: inTurn }))
      }),
    port,
  )
  return Object.assign(balancer, { close })
}

interface Passing {
  body: Buffer
  ports: (number | undefined)[]
}

function pass(request: IncomingMessage, response: ServerResponse, { body, ports }: Passing): void {
  const [port, ...others] = ports
  if (port === undefined) return void response.writeHead(502).end('no server answers')
  const { method, url, headers } = request
  const onward = ask({ host: '127.0.0.1', port, method, path: url, headers, agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', (error: NodeJS.ErrnoException) => {
    // Like nginx, tries the next server only if this one refused the connection or the request changes nothing:
    // the server may have handled any other request before it hung up.
    const isSafe = error.code === 'ECONNREFUSED' || method === 'GET' || method === 'HEAD'
    if (isSafe && !response.headersSent) pass(request, response, { body, ports: others })
    else if (response.headersSent) response.destroy()
    else response.writeHead(502).end(error.message)
  })
  onward.end(body)
}
