import { type Accessor, createContext, useContext } from 'solid-js'
import type { Account } from '../../server/api.ts'

/** The state that all sections of the account page use. */
export interface AccountPage {
  user: Accessor<Account>
  /** Offers to sign out other devices. Call it after a change that an attacker may have made (ASVS 7.4.3). */
  offerSignOut: () => void
}

/** The context around the parts of the account page. */
export const AccountContext = createContext<AccountPage>()

/** The state of the account page. Throws outside of the account page. */
export function useAccountPage(): AccountPage {
  const page = useContext(AccountContext)
  if (!page) throw new Error('this component belongs on the account page')
  return page
}
