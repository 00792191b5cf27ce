import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'

/** The request that a load sends in a loop. */
export interface Question {
  path: string
  method?: string
  headers?: Record<string, string>
  /** A form. The load replaces "#" by a number that goes up from `first` and stays below `count`. */
  body?: string
  first?: number
  count?: number
  /** Whether the expected status is 400 or more. */
  isRefused?: boolean
}

/** The figures of a load. */
export interface Answered {
  requests: number
  perSecond: number
  p50Ms: number
  p99Ms: number
}

/** The number of connections, the same for all compared servers. */
const CONNECTIONS = 32

const LUA = new URL('wrk.lua', import.meta.url).pathname

const AUTOCANNON = 'autocannon@8.0.0'

const run = promisify(execFile)

/** Sends the question for `seconds` over 32 connections. Throws for missing answers and unexpected statuses. */
export async function ask(url: string, question: Question, seconds: number): Promise<Answered> {
  const withBody = { ...question, headers: headersOf(question) }
  const told = await (existsSync('/usr/bin/wrk') ? wrk : autocannon)(url, withBody, seconds)
  const expected = question.isRefused ? told.requests : 0
  if (told.broken > 0 || told.refused !== expected || told.requests === 0) {
    throw new Error(`${question.path}: ${told.refused} of ${told.requests} refused, ${told.broken} broken`)
  }
  return { ...told, perSecond: told.requests / told.seconds }
}

interface Told extends Omit<Answered, 'perSecond'> {
  seconds: number
  refused: number
  broken: number
}

function headersOf({ headers = {}, body }: Question): Record<string, string> {
  return body === undefined ? headers : { ...headers, 'Content-Type': 'application/x-www-form-urlencoded' }
}

async function wrk(url: string, question: Question, seconds: number): Promise<Told> {
  const { path, method = 'GET', headers = {}, body = '', first = 0, count = 1 } = question
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  const how = ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '-s', LUA, url, '--']
  const { stdout } = await run('wrk', [...how, method, path, String(first), String(count), body, ...fields])
  const figures = /RESULT (.*)/.exec(stdout)?.[1]?.split(',').map(Number) ?? []
  const [requests = 0, us = 1, refused = 0, broken = 0, p50 = 0, p99 = 0] = figures
  return { requests, seconds: us / 1e6, refused, broken, p50Ms: p50 / 1e3, p99Ms: p99 / 1e3 }
}

/** Slower than wrk, so that it limits fast servers; the ratios are still useful. */
async function autocannon(url: string, question: Question, seconds: number): Promise<Told> {
  const { path, method = 'GET', headers = {}, body = '' } = question
  const fields = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`])
  const content = body ? ['-b', body.replaceAll('#', String(question.first ?? 0))] : []
  const how = ['-j', '-c', String(CONNECTIONS), '-d', String(seconds), '-m', method, ...fields, ...content]
  const { stdout } = await run('npx', ['-y', AUTOCANNON, ...how, url + path])
  const { requests, latency, duration, errors, timeouts, ...kinds } = JSON.parse(stdout)
  return {
    requests: requests.total,
    seconds: duration,
    refused: kinds['4xx'] + kinds['5xx'],
    broken: errors + timeouts,
    p50Ms: latency.p50,
    p99Ms: latency.p99,
  }
}
