import { randomInt } from 'node:crypto'
import type { Step, StepTools } from '../pipeline.ts'

const MAX_LENGTH = 60
const COUNTED_SUFFIXES = 9

/** Chooses the name of a new user: the one at the provider, with a suffix when somebody here has it. */
export const getUsername: Step = async ({ user, profile }, { store }) => {
  if (user) return {}
  const base = profile.username.replace(/\s+/gu, '-').slice(0, MAX_LENGTH)
  return { username: await firstFree(base, store) }
}

async function firstFree(base: string, store: StepTools['store']): Promise<string> {
  for (let count = 1; count <= COUNTED_SUFFIXES; count++) {
    const candidate = count === 1 ? base : `${base}-${count}`
    if (!(await store.isUsernameTaken(candidate))) return candidate
  }
  // A popular name: chance finds a free one sooner than counting. Should it be taken, the commit says so.
  return `${base}-${randomInt(1_000_000)}`
}
