import { at } from '../site.ts'

interface Way {
  /** Where to go afterwards. The server decides whether it may lead there. */
  returnTo?: string | undefined
  /** Connects the provider to the account of the person who is signed in. */
  connect?: boolean
  /** Has the provider ask which of its accounts to use. */
  chooseAccount?: boolean
}

/** Where signing in with a provider begins. */
export function wayTo(provider: string, { returnTo, connect, chooseAccount }: Way = {}): string {
  const asked = new URLSearchParams()
  if (connect) asked.set('connect', '1')
  if (chooseAccount) asked.set('chooseAccount', '1')
  if (returnTo) asked.set('returnTo', returnTo)
  const query = asked.toString()
  return at(`/auth/${encodeURIComponent(provider)}${query && `?${query}`}`)
}

/** The link that connects a provider from the account page. */
export function wayToConnect(provider: string): string {
  return wayTo(provider, { connect: true, returnTo: at('/account') })
}
