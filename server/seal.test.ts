import { describe, expect, it } from 'vitest'
import { createSealer, SealBroken } from './seal.ts'

const OLD = 'o'.repeat(32)
const NEW = 'n'.repeat(32)
const sealer = (secrets: string[], now = 0) => createSealer({ secrets, now: () => now })

describe('a sealer', () => {
  it('opens what it sealed, and shows nothing of it', async () => {
    const sealed = await sealer([NEW]).seal('token-123', { purpose: 'test' })
    expect(await sealer([NEW]).open(sealed, 'test')).toBe('token-123')
    expect(Buffer.from(sealed.split('.').join(''), 'base64url').toString('latin1')).not.toContain('token-123')
  })

  it('opens what an older secret sealed, as long as that is still listed', async () => {
    const sealed = await sealer([OLD]).seal('token', { purpose: 'test' })
    expect(await sealer([NEW, OLD]).open(sealed, 'test')).toBe('token')
    await expect(sealer([NEW]).open(sealed, 'test')).rejects.toThrow(SealBroken)
  })

  it('refuses another purpose, a changed text and nonsense', async () => {
    const sealed = await sealer([NEW]).seal('token', { purpose: 'test' })
    await expect(sealer([NEW]).open(sealed, 'other')).rejects.toThrow(SealBroken)
    await expect(sealer([NEW]).open(`${sealed.slice(0, -2)}AA`, 'test')).rejects.toThrow(SealBroken)
    await expect(sealer([NEW]).open('nonsense', 'test')).rejects.toThrow(SealBroken)
  })

  it('refuses what has expired', async () => {
    const sealed = await sealer([NEW]).seal('token', { purpose: 'test', expiresAt: 60_000 })
    expect(await sealer([NEW], 59_000).open(sealed, 'test')).toBe('token')
    await expect(sealer([NEW], 61_000).open(sealed, 'test')).rejects.toThrow(SealBroken)
  })
})
