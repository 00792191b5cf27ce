import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { ON_SERVER_CORE } from './cores.ts'

/** A running server on its own core. */
export interface Measured {
  url: string
  /** Milliseconds from the start of the process to the first answer with status 200. */
  startedInMs: number
  /** Asks the process for its figures. `watch` resets the longest pause; `clear up` collects garbage first. */
  inside(question?: 'watch' | 'clear up'): Promise<Inside>
  stop(): Promise<void>
}

/** The figures of a process, from inside.mjs. */
export interface Inside {
  residentMb: number
  /** The memory in use, in V8's heap and outside of it. Without `clear up` it includes garbage. */
  heldMb: number
  /** Processor time so far, of all threads. */
  processorMs: number
  /** The longest pause of the event loop since `watch`. */
  longestPauseMs: number
}

/** How to start a server. */
export interface Start {
  main: string
  /** Environment variables. */
  settings: Record<string, string>
  /** Gets standard output. Default: /dev/null. */
  logFile?: string
  /** A path that the server answers with 200 when it is ready. */
  path: string
}

const INSIDE = new URL('inside.mjs', import.meta.url).href

const STARTS_WITHIN_MS = 15_000

/** Starts a server and waits for its first answer. Its log goes to a file, as in production. Throws after 15 s. */
export async function startMeasured({
  main,
  settings,
  logFile = '/dev/null',
  path,
}: Start): Promise<Measured> {
  const url = `http://127.0.0.1:${settings.PORT}`
  const log = openSync(logFile, 'a')
  const profiling = process.env.BENCH_NODE_OPTIONS?.split(' ') ?? []
  const [command = '', ...args] = [
    ...ON_SERVER_CORE,
    process.execPath,
    '--import',
    INSIDE,
    ...profiling,
    main,
  ]
  const begun = performance.now()
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', log, 'inherit', 'ipc'],
  })
  closeSync(log)
  await untilAnswers(url + path, child)
  const startedInMs = performance.now() - begun
  return { url, startedInMs, inside: (question) => askInside(child, question), stop: () => stop(child) }
}

async function askInside(child: ChildProcess, question = 'now'): Promise<Inside> {
  const answered = once(child, 'message')
  child.send(question)
  const [answer] = await answered
  return answer as Inside
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  await ended
}

async function untilAnswers(address: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + STARTS_WITHIN_MS
  while (performance.now() < deadline && child.exitCode === null) {
    if ((await statusOf(address)) === 200) return
    await sleep(2)
  }
  throw new Error(`no answer from ${address}`)
}

function statusOf(address: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    get(address, { agent: false }, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).once('error', () => resolve(undefined))
  })
}
