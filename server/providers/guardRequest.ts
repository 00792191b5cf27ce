import type { ClientRequest } from 'node:http'
import { MAX_ANSWER_BYTES } from './request.ts'

/** The time within which a provider must send its whole answer. */
export const PROVIDER_TIMEOUT_MS = 10_000

/**
 * Guards a request whose caller only listens for "error" on the request and "end" on the response. The caller
 * gets "error" after `PROVIDER_TIMEOUT_MS`, when the answer is too large, and when the connection breaks off.
 */
export function guardRequest(request: ClientRequest): ClientRequest {
  let fault = new Error('the answer broke off')
  const giveUp = (reason: string) => {
    fault = new Error(reason)
    request.destroy(fault)
  }
  const timer = setTimeout(
    () => giveUp(`no whole answer within ${PROVIDER_TIMEOUT_MS} ms`),
    PROVIDER_TIMEOUT_MS,
  )
  request.once('close', () => clearTimeout(timer))
  request.once('response', (response) => {
    let received = 0
    response.on('data', (chunk: Buffer | string) => {
      received += Buffer.byteLength(chunk)
      if (received > MAX_ANSWER_BYTES) giveUp(`an answer of more than ${MAX_ANSWER_BYTES} bytes`)
    })
    response.once('close', () => {
      if (!response.complete) request.emit('error', fault)
    })
  })
  return request
}
