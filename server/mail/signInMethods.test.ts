import { describe, expect, it } from 'vitest'
import type { Provider } from '../providers/provider.ts'
import type { Connection } from '../store/account.ts'
import { signInMethods } from './signInMethods.ts'

const providers = [
  { id: 'github', label: 'GitHub' },
  { id: 'twitter', label: 'X (Twitter)' },
] as Provider[]

const needs = {
  config: { publicUrl: 'https://dif.io', providers: new Map([['github', {}]]) },
  providers,
  language: 'en',
}

const connection = (provider: string, username: string): Connection => ({
  provider,
  uid: username,
  username,
  credentials: '',
  extraData: {},
  connectedAt: '2026-01-01T00:00:00.000Z',
})

describe('the sign-in methods in a mail', () => {
  it('are named with the username at the provider, and a link where the provider is on', () => {
    expect(signInMethods([connection('twitter', 'lovelace'), connection('github', 'ada')], needs)).toEqual([
      { label: 'X (Twitter), as @lovelace', url: null },
      { label: 'GitHub, as @ada', url: 'https://dif.io/auth/github' },
    ])
  })

  it('link to the choice of an account when two are at one provider', () => {
    const links = signInMethods([connection('github', 'ada'), connection('github', 'grace')], needs)
    expect(links.map(({ label }) => label)).toEqual(['GitHub, as @ada', 'GitHub, as @grace'])
    expect(new Set(links.map(({ url }) => url))).toEqual(
      new Set(['https://dif.io/auth/github?chooseAccount=1']),
    )
  })

  it('omit a username that looks like a link, and name a removed provider by its id', () => {
    const links = signInMethods([connection('github', 'evil.example'), connection('gitlab', 'ada')], needs)
    expect(links.map(({ label }) => label)).toEqual(['GitHub', 'gitlab, as @ada'])
  })
})
