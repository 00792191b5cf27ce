import { describe, expect, it } from 'vitest'
import { accountWith, connectionWith, NOW } from './steps/testContext.ts'
import { tellOfSignIn } from './tellOfSignIn.ts'

const config = { webhook: { url: 'https://hooks.example/', secrets: [] } }
const X = connectionWith({ provider: 'twitter', uid: '1' })
const typesOf = (
  plan: Partial<Parameters<typeof tellOfSignIn>[0]>,
  receiver: object | null = config.webhook,
) =>
  tellOfSignIn(
    { seen: accountWith(), account: accountWith(), newAssociation: false, ...plan },
    { config: { webhook: receiver as typeof config.webhook | null }, at: NOW },
  ).map(({ payload }) => payload.type)

describe('the webhook of a sign-in', () => {
  it('reports that the account is new, has another connection, or has changed', () => {
    expect(typesOf({ seen: null, newAssociation: true })).toEqual(['user.created'])
    const connected = accountWith({}, [connectionWith(), X])
    expect(typesOf({ account: connected, newAssociation: true })).toEqual(['user.connected'])
    expect(typesOf({ account: accountWith({ name: 'Countess' }) })).toEqual(['user.updated'])
    expect(typesOf({ account: accountWith({}, [connectionWith({ username: 'countess' })]) })).toEqual([
      'user.updated',
    ])
  })

  it('is not sent when nothing visible to the site changed, or without WEBHOOK_URL', () => {
    const account = accountWith({ language: 'bg' }, [connectionWith({ credentials: 'sealed now' })])
    expect(typesOf({ account })).toEqual([])
    expect(typesOf({ seen: null }, null)).toEqual([])
  })
})
