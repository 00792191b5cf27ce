import { expect, it } from 'vitest'
import { Conflict } from '../store.ts'
import { newcomer, type Open, returning, signedUp, userIdOf } from './plans.ts'

/** Names and addresses belong to one active user. */
export function uniquenessContract(open: Open): void {
  it('has a username once, whatever the case of its letters', async () => {
    const store = await open()
    await signedUp(store, { username: 'Ada' })
    for (const username of ['Ada', 'ada', 'ＡＤＡ']) {
      expect(await store.isUsernameTaken(username)).toBe(true)
      await expect(store.commitSignIn(newcomer({ username }))).rejects.toThrow(Conflict)
    }
    expect(await store.isUsernameTaken('__proto__')).toBe(false)
  })

  it('has a verified address once, and finds it in any case', async () => {
    const store = await open()
    const plan = await signedUp(store, { email: 'Ada@Example.org', emailVerified: true })
    expect((await store.findUserByEmail('ada@EXAMPLE.org'))?.user.id).toBe(userIdOf(plan))
    for (const emailVerified of [true, false]) {
      await expect(store.commitSignIn(newcomer({ email: 'ada@example.org', emailVerified }))).rejects.toThrow(
        Conflict,
      )
    }
  })

  it('takes an address from who merely named it for who has it verified', async () => {
    const store = await open()
    const squatter = await signedUp(store, { email: 'ada@example.org', emailVerified: false })
    await expect(store.commitSignIn(newcomer({ email: 'ada@example.org' }))).rejects.toThrow(Conflict)
    const owner = await signedUp(store, { email: 'ada@example.org', emailVerified: true })
    expect((await store.findUserByEmail('ada@example.org'))?.user.id).toBe(userIdOf(owner))
    expect((await store.findUser(userIdOf(squatter)))?.user).toMatchObject({
      email: null,
      emailVerified: false,
    })
  })

  it('frees name and address of a deleted account, and an address that was changed', async () => {
    const store = await open()
    const first = await signedUp(store, { username: 'ada', email: 'ada@example.org', emailVerified: true })
    await store.deleteAccount(userIdOf(first), [], [])
    expect(await store.findUserByEmail('ada@example.org')).toBeUndefined()
    const second = await signedUp(store, { username: 'ada', email: 'ada@example.org', emailVerified: true })
    await store.commitSignIn(returning(second, { email: 'new@example.org' }))
    expect(await store.findUserByEmail('ada@example.org')).toBeUndefined()
    await signedUp(store, { email: 'ada@example.org', emailVerified: true })
  })
}
