import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { listenOnLoopback } from '../standins/server.ts'

/** A running proxy with TLS, which passes Doorman's requests to Doorman and all others to the site. */
interface Front {
  port: number
  close(): Promise<void>
}

interface FrontOptions {
  port: number
  /** PUBLIC_URL, with host and path. */
  publicUrl: string
  doormanPort: number
  /** The site that Doorman guards: it answers all requests that are not Doorman's. */
  site: (request: IncomingMessage, response: ServerResponse) => Promise<void>
}

/** Starts a small proxy, which works like nginx as a site's owner configures it, with a self-signed certificate. */
export async function startFront({ port, publicUrl, doormanPort, site }: FrontOptions): Promise<Front> {
  const certificate = await makeCertificate()
  const door = new URL(publicUrl)
  const isDoormans = ({ headers, url = '' }: IncomingMessage) =>
    headers.host === door.host && (door.pathname === '/' || `${url}/`.startsWith(`${door.pathname}/`))
  return listenOnLoopback(
    () =>
      createServer(certificate, (request, response) => {
        if (isDoormans(request)) return pass(request, response, doormanPort)
        site(request, response).catch((error) => response.writeHead(500).end(String(error)))
      }),
    port,
  )
}

function pass(request: IncomingMessage, response: ServerResponse, port: number): void {
  const { method, url, socket } = request
  const headers = {
    ...request.headers,
    'x-forwarded-for': socket.remoteAddress,
    'x-forwarded-proto': 'https',
  }
  const onward = ask({ host: '127.0.0.1', port, method, path: url, headers, agent: false }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', (error) => response.writeHead(502).end(error.message))
  request.pipe(onward)
}

async function makeCertificate(): Promise<{ key: Buffer; cert: Buffer }> {
  const folder = await mkdtemp(join(tmpdir(), 'doorman-front-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const name = ['-subj', '/CN=example.test', '-addext', 'subjectAltName=DNS:*.example.test']
  await promisify(execFile)('openssl', ['req', ...kind, ...name, '-keyout', key, '-out', cert])
  const made = { key: await readFile(key), cert: await readFile(cert) }
  await rm(folder, { recursive: true })
  return made
}
