import { connect } from 'node:net'

/** Sends an HTTP/1.0 request without Host, like HAProxy's checks. Returns the status; 0 without an answer. */
export async function statusOverHttp10(port: number, request: string): Promise<number> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk) => {
    answer += chunk
  })
  socket.on('error', () => undefined)
  socket.write(`${request} HTTP/1.0\r\n\r\n`)
  await new Promise((resolve) => socket.once('close', resolve))
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0)
}
