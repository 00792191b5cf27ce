import { describe, expect, it } from 'vitest'
import { task } from '../jobs/task.ts'
import { type Refusal, refuse, runPipeline, type Step } from './pipeline.ts'
import { accountWith, connectionWith, contextWith, toolsWith, userWith } from './steps/testContext.ts'

const beginning = contextWith()
const work = task('work', async () => {})
const run = (...steps: Step[]) => runPipeline(steps, beginning, toolsWith())

const finding: Step = () => {
  const account = accountWith()
  return { account, user: account.user, connection: connectionWith() }
}

describe('runPipeline', () => {
  it('gives each step the decisions of those before it, and collects their jobs', async () => {
    const seen: unknown[] = []
    const plan = await run(
      () => ({ isNew: true, user: userWith(), jobs: [work.delay({ step: '1' })] }),
      ({ user, isNew }) => {
        seen.push([user?.id, isNew])
        return { connection: connectionWith(), jobs: [work.delay({ step: '2' })] }
      },
    )
    expect(seen).toEqual([['user-1', true]])
    expect(plan).toMatchObject({
      seen: null,
      isNew: true,
      account: { user: userWith(), connections: [connectionWith()] },
      jobs: [{ payload: { step: '1' } }, { payload: { step: '2' } }],
    })
  })

  it('distinguishes the account as read from the account as decided', async () => {
    const plan = await run(finding, ({ user, connection }) => ({
      user: user && { ...user, name: 'Countess' },
      connection: connection && { ...connection, username: 'countess' },
    }))
    expect(plan).toMatchObject({
      seen: accountWith(),
      isNew: false,
      account: accountWith({ name: 'Countess' }, [connectionWith({ username: 'countess' })]),
    })
  })

  it('appends a new connection to the older ones', async () => {
    const x = connectionWith({ provider: 'twitter', uid: '1' })
    const plan = await run(finding, () => ({ connection: x, newAssociation: true }))
    expect(plan).toMatchObject({ account: { connections: [connectionWith(), x] } })
  })

  it('ends with the first step that refuses, and returns only its jobs', async () => {
    let isRun = false
    const outcome = (await run(
      () => ({ jobs: [work.delay({ step: '1' })] }),
      () => refuse('staff-only', [work.delay({ step: '2' })]),
      () => {
        isRun = true
        return {}
      },
    )) as Refusal
    expect(outcome).toMatchObject({ refused: 'staff-only', jobs: [{ payload: { step: '2' } }] })
    expect(outcome.jobs).toHaveLength(1)
    expect(isRun).toBe(false)
  })

  it.each([
    ['without a user', () => ({ connection: connectionWith() })],
    ['without a connection', () => ({ isNew: true, user: userWith() })],
    ['with a user whom no step found', () => ({ user: userWith(), connection: connectionWith() })],
  ])('throws when the steps end %s', async (_how, step) => {
    await expect(run(step)).rejects.toThrow('the pipeline ended')
  })
})
