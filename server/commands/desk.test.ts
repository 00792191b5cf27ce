import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { bundle } from '../../e2e/support/bundle.ts'
import { arrive, startDesk, TOKEN } from '../../e2e/support/testDesk.ts'
import { deskCall } from './deskCall.ts'
import { linesOf } from './linesOf.ts'

interface Ran {
  code: number
  out: string
  err: string
}

/** `desk.ts` as JavaScript. */
let bundled = ''

beforeAll(async () => {
  const { file, remove } = await bundle(join(import.meta.dirname, 'desk.ts'))
  bundled = file
  return remove
})

function run(env: Record<string, string>, ...args: string[]): Promise<Ran> {
  const command = [bundled, ...args]
  return new Promise((resolve) => {
    execFile(process.execPath, command, { env: { PATH: process.env.PATH, ...env } }, (error, out, err) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
    )
  })
}

describe('npm run desk', () => {
  it('finds, locks, unlocks and shows people on the running server', async () => {
    const { site } = await startDesk()
    const { id } = await arrive(site, 'ada')
    const env = { DESK_URL: `${site.url}/`, PUBLIC_URL: 'http://wrong.example', OPERATOR_TOKEN: TOKEN }
    expect((await run(env, 'people', 'ada')).out).toMatch(
      new RegExp(`^${id}  ada  Ada Lovelace  ada@example.org  active`),
    )
    expect(await run(env, 'lock', id, '--reason', 'it’s "spam" & more')).toEqual({
      code: 0,
      out: 'Done.\n',
      err: '',
    })
    expect(JSON.parse((await run(env, 'people', id, '--json')).out)).toMatchObject({
      people: [{ state: 'locked', lockReason: 'it’s "spam" & more' }],
      next: null,
    })
    const again = await run(env, 'lock', id, '--reason', 'x')
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('locked already')])
    expect(await run(env, 'unlock', id)).toMatchObject({ code: 0 })
    expect((await run(env, 'jobs', '--state', 'dead')).out).toBe('None.\n')
    const wrong = await run({ ...env, OPERATOR_TOKEN: 'x' }, 'jobs')
    expect([wrong.code, wrong.err]).toEqual([1, 'This token is not valid.\n'])
  }, 60_000)

  it('names a missing setting', async () => {
    expect(await run({}, 'people')).toMatchObject({ code: 1, err: expect.stringContaining('OPERATOR_TOKEN') })
    expect(await run({}, 'fly')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Usage: npm run desk'),
    })
    const away = { DESK_URL: 'http://127.0.0.1:9', OPERATOR_TOKEN: TOKEN }
    expect(await run(away, 'jobs')).toMatchObject({
      code: 1,
      err: expect.stringContaining('cannot be reached'),
    })
  }, 60_000)

  it.each([
    [['people', 'a&b=c'], {}, 'GET /api/desk/people?q=a%26b%3Dc'],
    [['person', 'a/b'], {}, 'GET /api/desk/people/a%2Fb'],
    [['delete', 'id'], { username: 'ada' }, 'POST /api/desk/people/id/delete'],
    [['end-sessions', 'id'], {}, 'POST /api/desk/people/id/end-sessions'],
    [['retry', 'id'], {}, 'POST /api/desk/jobs/id/retry'],
    [['discard'], { task: 'sendReminder' }, 'POST /api/desk/jobs/discard'],
    [['settle', 'id', '19', 'no'], {}, 'POST /api/desk/tweets/id/19/settle'],
  ])('%j with %j requests %s', (args, options, expected) => {
    const call = deskCall(args, options)
    expect(`${call?.method} ${call?.path}`).toBe(expected)
  })

  it.each([[['lock', 'id']], [['delete', 'id']], [['retry']], [['person']], [['settle', 'id']], [[]]])(
    'refuses %j',
    (args) => {
      expect(deskCall(args, {})).toBeUndefined()
    },
  )

  it('replaces control characters in names', () => {
    const lines = linesOf({ people: [{ name: '\u001b[2Jada\u202e' }], next: null })
    expect(lines).toEqual(['\ufffd[2Jada\ufffd'])
    expect(linesOf({ jobs: [], next: null })).toEqual(['None.'])
  })
})
