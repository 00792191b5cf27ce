import { describe } from 'vitest'
import { accountContract } from './contract/account.ts'
import { deletionContract } from './contract/deletion.ts'
import { eventContract } from './contract/events.ts'
import { jobContract } from './contract/jobs.ts'
import { limitContract } from './contract/limits.ts'
import type { Open } from './contract/plans.ts'
import { sessionContract } from './contract/sessions.ts'
import { signInContract } from './contract/signIn.ts'
import { tweetContract } from './contract/tweets.ts'
import { uniquenessContract } from './contract/uniqueness.ts'

/** The suite that every store passes. `open` gives an empty store, taken down when the test ends. */
export function storeContract(name: string, open: Open): void {
  describe(`${name}: signing in`, () => signInContract(open))
  describe(`${name}: names and addresses`, () => uniquenessContract(open))
  describe(`${name}: sessions`, () => sessionContract(open))
  describe(`${name}: accounts`, () => accountContract(open))
  describe(`${name}: tweets`, () => tweetContract(open))
  describe(`${name}: deletion`, () => deletionContract(open))
  describe(`${name}: limits`, () => limitContract(open))
  describe(`${name}: events`, () => eventContract(open))
  describe(`${name}: jobs`, () => jobContract(open))
}
