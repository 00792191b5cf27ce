import type { ErrorAnswer } from '../server/api.ts'
import { at } from './site.ts'
import { t } from './texts.ts'

const ANSWER_WITHIN_MS = 20_000

/** A refusal by the server, or no usable answer. The message is for the visitor, `cause` for developers. */
export class ServerFault extends Error {
  /** The server's error code; undefined without one. */
  code: string | undefined
  /** The status of the answer; undefined without an answer. */
  status: number | undefined
}

/** Sends a request and expects success. Throws `ServerFault`, with the server's words if it refused. */
export async function ask(path: string, init?: RequestInit): Promise<Response> {
  const response = await reach(path, init)
  await expectSuccess(response)
  return response
}

/** Throws `ServerFault` with the server's words unless the answer is a success. */
export async function expectSuccess(response: Response): Promise<void> {
  if (response.ok) return
  const { code, message } = await faultIn(response)
  throw Object.assign(new ServerFault(message), { code, status: response.status })
}

/** Sends a request and returns every answer, also a refusal. Throws `ServerFault` without an answer in 20 s. */
export async function reach(path: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(at(path), { ...init, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
  } catch (cause) {
    throw new ServerFault(t.faults.unreachable, { cause })
  }
}

/** Whether the server wants a new sign-in before it changes anything. The visitor has done nothing wrong. */
export function wantsSignIn(fault: ServerFault | undefined): boolean {
  return fault?.code === 'sign-in-again'
}

/** The body of an answer as text. Throws `ServerFault` when it does not arrive. */
export async function readText(response: Response): Promise<string> {
  try {
    return (await response.text()) || t.faults.unreadable
  } catch (cause) {
    throw new ServerFault(t.faults.unreachable, { cause })
  }
}

/** The body of an answer as JSON. Throws `ServerFault` when it does not arrive or is not JSON. */
export async function readJson<Answer>(response: Response): Promise<Answer> {
  try {
    return (await response.json()) as Answer
  } catch (cause) {
    throw new ServerFault(t.faults.unreadable, { cause })
  }
}

/** The server's code and words for an error; general words if the answer is not the server's JSON. */
export async function faultIn(response: Response): Promise<{ code?: string; message: string }> {
  try {
    return ((await response.json()) as ErrorAnswer).error
  } catch {
    // A proxy answered instead of Doorman.
    return { message: t.faults.unreadable }
  }
}

/** Encodes a form as browsers do by default; `FormData` alone would be sent as multipart. */
export function encoded(form: FormData): URLSearchParams {
  return new URLSearchParams([...form].map(([name, value]) => [name, String(value)]))
}
