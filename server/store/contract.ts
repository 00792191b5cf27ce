import { describe } from 'vitest'
import { accountContract } from './contract/account.ts'
import { deletionContract } from './contract/deletion.ts'
import { deskContract } from './contract/desk.ts'
import { eventContract } from './contract/events.ts'
import type { Open } from './contract/fixtures.ts'
import { jobContract } from './contract/jobs.ts'
import { limitContract } from './contract/limits.ts'
import { sessionContract } from './contract/sessions.ts'
import { uniquenessContract } from './contract/uniqueness.ts'

/** The suite that every store passes with its queue. `open` returns an empty store, which ends with the test. */
export function storeContract(name: string, open: Open): void {
  describe(`${name}: accounts`, () => accountContract(open))
  describe(`${name}: names, addresses and identities`, () => uniquenessContract(open))
  describe(`${name}: sessions`, () => sessionContract(open))
  describe(`${name}: deletion`, () => deletionContract(open))
  describe(`${name}: limits`, () => limitContract(open))
  describe(`${name}: events`, () => eventContract(open))
  describe(`${name}: the desk`, () => deskContract(open))
  describe(`${name}: jobs`, () => jobContract(open))
}
