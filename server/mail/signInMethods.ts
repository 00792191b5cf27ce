import type { Config } from '../config.ts'
import { textsIn } from '../languages/catalogue.ts'
import { fill } from '../languages/fill.ts'
import { labelOf } from '../providers/labels.ts'
import type { Provider } from '../providers/provider.ts'
import type { Connection } from '../store/account.ts'
import type { Link } from './layout.ts'

/** The values that the texts about sign-in methods depend on. */
export interface MethodNeeds {
  config: Pick<Config, 'publicUrl' | 'providers'>
  providers: readonly Provider[]
  language: string
}

/**
 * The sign-in methods of an account, each with its username at the provider and a link to sign in. A provider
 * that is switched off has no link. If the account has several identities at a provider, the link makes the
 * provider ask which one to use.
 */
export function signInMethods(connections: readonly Connection[], needs: MethodNeeds): Link[] {
  const { publicUrl, providers } = needs.config
  return connections.map((connection) => {
    const { provider } = connection
    const isOne = connections.filter((other) => other.provider === provider).length === 1
    const url = `${publicUrl}/auth/${provider}${isOne ? '' : '?chooseAccount=1'}`
    return { label: methodName(connection, needs), url: providers.has(provider) ? url : null }
  })
}

/** "GitHub, as @ada"; without the username if that could be a link. */
export function methodName(
  { provider, username }: Pick<Connection, 'provider' | 'username'>,
  { providers, language }: Pick<MethodNeeds, 'providers' | 'language'>,
): string {
  const label = labelOf(provider, providers)
  const { method } = textsIn(language).mails
  return HANDLE.test(username) ? fill(method, { provider: label, username }) : label
}

/** A username of the usual form, which no mail program turns into a link. */
const HANDLE = /^[\p{L}\p{N}_-]{1,60}$/u
