import { join } from 'node:path'
import { fillWithAccounts } from '../torture/accounts.ts'

/** A kind of store that the bench measures. */
export interface StoreUnderTest {
  name: string
  /** The default number of accounts. */
  users: number
  /** Makes a store with `users` accounts (torture/accounts.ts). Returns the environment variables that select it. */
  prepare(folder: string, users: number): Promise<Record<string, string>>
}

/** The file store, in a new data file. */
export const file: StoreUnderTest = {
  name: 'file',
  users: 1_000,
  async prepare(folder, users) {
    const dataFile = join(folder, 'doorman.json')
    await fillWithAccounts(dataFile, users)
    return { DATA_FILE: dataFile }
  },
}
