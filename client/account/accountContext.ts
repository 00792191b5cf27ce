import { type Accessor, createContext, useContext } from 'solid-js'
import type { Account } from '../../server/api.ts'

/** The state that all sections of the account page use. */
export interface AccountPage {
  user: Accessor<Account>
  /** Offers to sign out other devices, after a change that somebody else may have brought about (ASVS 7.4.3). */
  offerSignOut: () => void
}

/** Around the parts of the account page. */
export const AccountContext = createContext<AccountPage>()

/** The account page that a part stands on. Throws outside of one. */
export function useAccountPage(): AccountPage {
  const page = useContext(AccountContext)
  if (!page) throw new Error('this component belongs on the account page')
  return page
}
