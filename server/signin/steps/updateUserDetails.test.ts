import { describe, expect, it } from 'vitest'
import type { Context } from '../pipeline.ts'
import { ADA, accountWith, contextWith, patchOf, toolsWith, userWith } from './testContext.ts'
import { updateUserDetails } from './updateUserDetails.ts'

async function updated(changes: Partial<Context>, tools = toolsWith()) {
  return patchOf(await updateUserDetails(contextWith(changes), tools)).user
}

describe('updateUserDetails', () => {
  it('leaves a new user unchanged', async () => {
    expect(await updated({ user: userWith(), isNew: true })).toBeUndefined()
  })

  it('brings name, picture and language up to date', async () => {
    const user = userWith({ name: 'Old', avatarUrl: 'https://old.example/' })
    expect(await updated({ user })).toEqual({
      ...user,
      name: 'Ada Lovelace',
      avatarUrl: ADA.avatarUrl,
      language: 'de',
    })
  })

  it('keeps name and picture when the provider names none', async () => {
    const user = userWith({ name: 'Ada', avatarUrl: 'https://old.example/' })
    const profile = { ...ADA, name: '', avatarUrl: null }
    expect(await updated({ user, profile })).toMatchObject({ name: 'Ada', avatarUrl: 'https://old.example/' })
  })

  it('only fills in what is empty when another provider is connected', async () => {
    const currentAccount = accountWith()
    const user = userWith({ name: 'Countess', avatarUrl: null })
    expect(await updated({ user, currentAccount })).toMatchObject({
      name: 'Countess',
      avatarUrl: ADA.avatarUrl,
    })
  })

  it('keeps the address of the account', async () => {
    const user = userWith({ email: 'countess@example.org' })
    expect(await updated({ user })).toMatchObject({ email: 'countess@example.org' })
  })

  it('fills in a missing address when the provider has verified it', async () => {
    const user = userWith({ email: null })
    expect(await updated({ user })).toMatchObject({ email: 'ada@example.org' })
    expect(await updated({ user, profile: { ...ADA, emailVerified: false } })).toMatchObject({ email: null })
  })

  it('leaves an address with the user who has it', async () => {
    const tools = toolsWith({ accounts: [accountWith({ id: 'owner' })] })
    expect(await updated({ user: userWith({ email: null }) }, tools)).toMatchObject({ email: null })
  })

  it('takes only the language from a partial profile', async () => {
    const profile = { ...ADA, name: 'ada', email: null, avatarUrl: null, isPartial: true }
    const user = userWith({ name: 'Countess', avatarUrl: 'https://old.example/' })
    expect(await updated({ user, profile })).toEqual({ ...user, language: 'de' })
  })
})
