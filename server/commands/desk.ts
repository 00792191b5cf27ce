/**
 * `npm run desk -- …`: the operators' actions in a terminal. It calls the running server with OPERATOR_TOKEN.
 */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { CommandRefused, runCommand } from './command.ts'
import { type DeskCall, deskCall, USAGE } from './deskCall.ts'
import { linesOf } from './linesOf.ts'

const ANSWERS_WITHIN_MS = 30_000

const errorSchema = z.object({ error: z.object({ message: z.string() }) })

await runCommand(async (args) => {
  const { values, positionals } = readArguments(args)
  const call = deskCall(positionals, values)
  if (!call) throw new CommandRefused(USAGE)
  const answer = await ask(call, process.env)
  console.log(values.json ? JSON.stringify(answer, null, 2) : linesOf(answer).join('\n'))
})

function readArguments(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        reason: { type: 'string' },
        username: { type: 'string' },
        state: { type: 'string' },
        task: { type: 'string' },
      },
    })
  } catch (error) {
    throw new CommandRefused(`${(error as Error).message}\n\n${USAGE}`, { cause: error })
  }
}

/** Returns the answer; null when it has no body. Throws `CommandRefused` with the server's own message. */
async function ask({ method, path, fields }: DeskCall, env: NodeJS.ProcessEnv): Promise<unknown> {
  const base = env.DESK_URL?.trim() || env.PUBLIC_URL?.trim() || 'http://localhost:3000'
  const token = env.OPERATOR_TOKEN?.trim()
  if (!token) throw new CommandRefused('OPERATOR_TOKEN: must be set, to the same as the server’s')
  const url = base.replace(/\/+$/, '') + path
  const headers = { Authorization: `Bearer ${token}`, Accept: 'application/json' }
  const body = method === 'POST' ? new URLSearchParams(fields) : null
  const signal = AbortSignal.timeout(ANSWERS_WITHIN_MS)
  const response = await fetch(url, { method, headers, body, signal, redirect: 'manual' }).catch((cause) => {
    throw new CommandRefused(
      `${base} cannot be reached: is the server running, and DESK_URL or PUBLIC_URL right?`,
      {
        cause,
      },
    )
  })
  const text = await response.text()
  if (!response.ok) throw new CommandRefused(wordsIn(text) ?? `${url} answered ${response.status}`)
  return text === '' ? null : JSON.parse(text)
}

/** The server's message about an error; undefined when another server answered. */
function wordsIn(text: string): string | undefined {
  try {
    return errorSchema.safeParse(JSON.parse(text)).data?.error.message
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
