import type { Account } from './account.ts'
import type { Store } from './store.ts'

/** Reads all accounts by id, `limit` at a time. */
export async function* everyAccount(
  { accountsAfter }: Pick<Store, 'accountsAfter'>,
  limit: number,
): AsyncGenerator<readonly Account[]> {
  for (let last: string | undefined = ''; last !== undefined; ) {
    const page: readonly Account[] = await accountsAfter(last, limit)
    if (page.length > 0) yield page
    last = page.at(-1)?.user.id
  }
}
