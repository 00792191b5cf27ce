import { at } from '../site.ts'

interface Way {
  /** The page to return to. The server decides whether it is allowed. */
  returnTo?: string | undefined
  /** Connects the provider to the account of the visitor who is signed in. */
  connect?: boolean
  /** Makes the provider ask which of its accounts to use. */
  chooseAccount?: boolean
}

/** The path that starts a sign-in with a provider. */
export function wayTo(provider: string, { returnTo, connect, chooseAccount }: Way = {}): string {
  const asked = new URLSearchParams()
  if (connect) asked.set('connect', '1')
  if (chooseAccount) asked.set('chooseAccount', '1')
  if (returnTo) asked.set('returnTo', returnTo)
  const query = asked.toString()
  return at(`/auth/${encodeURIComponent(provider)}${query && `?${query}`}`)
}

/** The path that connects a provider and returns to the account page. */
export function wayToConnect(provider: string): string {
  return wayTo(provider, { connect: true, returnTo: at('/account') })
}
