import { join } from 'node:path'
import { fillWithAccounts } from '../torture/accounts.ts'

/** A store that the site is measured on. */
export interface StoreUnderTest {
  name: string
  /** How many accounts there are when nothing else is said. */
  users: number
  /** Fills it with so many accounts (see torture/accounts.ts); the settings that lead there. */
  prepare(folder: string, users: number): Promise<Record<string, string>>
}

/** A data file of its own. */
export const file: StoreUnderTest = {
  name: 'file',
  users: 1_000,
  async prepare(folder, users) {
    const dataFile = join(folder, 'doorman.json')
    await fillWithAccounts(dataFile, users)
    return { DATA_FILE: dataFile }
  },
}
