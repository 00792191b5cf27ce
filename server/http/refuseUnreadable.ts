import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from 'node:http'

interface Circumstances {
  /** The responses that are not complete. */
  underway: ReadonlySet<ServerResponse>
  /** The headers of every response. */
  headers: Record<string, string>
}

/** Answers requests that cannot be parsed. Node's own answers lack the headers of every response. */
export function refuseUnreadable(server: Server, { underway, headers }: Circumstances): void {
  server.on('checkExpectation', (_request, response) => answerOnly(response, 417, headers))
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const isAnswered = [...underway].some((response) => response.socket === socket && response.headersSent)
    if (error.code === 'ECONNRESET' || !socket.writable || isAnswered) return socket.destroy()
    socket.end(rawAnswer(STATUS_OF[error.code ?? ''] ?? 400, headers))
  })
}

/** Sends only a status, and closes the connection. */
export function answerOnly(response: ServerResponse, status: number, headers: Record<string, string>): void {
  response.writeHead(status, { ...headers, Connection: 'close' }).end()
}

/** RFC 9112, 3.2: a request with no Host header or two must be refused; before HTTP/1.1 it may have none. */
export function hasOneHost({ httpVersion, rawHeaders }: IncomingMessage): boolean {
  // Names and values in turn. `headersDistinct` would parse all headers for this one.
  const count = rawHeaders.filter(isHostName).length
  return count === 1 || (count === 0 && httpVersion === '1.0')
}

function isHostName(text: string, index: number): boolean {
  return index % 2 === 0 && text.length === 4 && text.toLowerCase() === 'host'
}

/** The status for each error code of the parser; every other error is a bad request. */
const STATUS_OF: Record<string, number> = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }

/** The response as text, for a socket on which no request could be read. */
function rawAnswer(status: number, headers: Record<string, string>): string {
  const lines = Object.entries({ ...headers, Connection: 'close', 'Content-Length': '0' })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${head}\r\n`
}
