import { hkdfSync, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { CompactEncrypt, EncryptJWT, exportSPKI, generateKeyPair } from 'jose'
import { describe, expect, it } from 'vitest'
import { createSealer, SealBroken } from './seal.ts'

const OLD = 'o'.repeat(32)
const NEW = 'n'.repeat(32)
const sealer = (secrets: string[], now = 0) => createSealer({ secrets, now: () => now })

describe('a sealer', () => {
  it('opens what it sealed, and the sealed text reveals nothing', async () => {
    const sealed = await sealer([NEW]).seal('token-123', { purpose: 'test' })
    expect(await sealer([NEW]).open(sealed, 'test')).toBe('token-123')
    expect(Buffer.from(sealed.split('.').join(''), 'base64url').toString('latin1')).not.toContain('token-123')
  })

  it('opens texts sealed with an older secret while that is still listed', async () => {
    const sealed = await sealer([OLD]).seal('token', { purpose: 'test' })
    expect(await sealer([NEW, OLD]).open(sealed, 'test')).toBe('token')
    await expect(sealer([NEW]).open(sealed, 'test')).rejects.toThrow(SealBroken)
  })

  it('refuses another purpose, a changed text and invalid text', async () => {
    const sealed = await sealer([NEW]).seal('token', { purpose: 'test' })
    await expect(sealer([NEW]).open(sealed, 'other')).rejects.toThrow(SealBroken)
    await expect(sealer([NEW]).open(`${sealed.slice(0, -2)}AA`, 'test')).rejects.toThrow(SealBroken)
    await expect(sealer([NEW]).open('nonsense', 'test')).rejects.toThrow(SealBroken)
  })

  it('refuses an expired text', async () => {
    const sealed = await sealer([NEW]).seal('token', { purpose: 'test', expiresAt: 60_000 })
    expect(await sealer([NEW], 59_000).open(sealed, 'test')).toBe('token')
    await expect(sealer([NEW], 61_000).open(sealed, 'test')).rejects.toThrow(SealBroken)
  })

  it('does not open a text sealed with another purpose’s key, even when the text names the right purpose', async () => {
    const key = new Uint8Array(hkdfSync('sha256', NEW, '', 'doorman seal: one', 32))
    const header = { alg: 'dir', enc: 'A256GCM' }
    const forged = await new EncryptJWT({ text: 'x' })
      .setProtectedHeader(header)
      .setAudience('two')
      .encrypt(key)
    expect(await sealer([NEW]).open(forged, 'one')).toBe('x')
    await expect(sealer([NEW]).open(forged, 'two')).rejects.toThrow(SealBroken)
  })
})

describe('a cookie', () => {
  const MINUTE = 60_000
  const running = (secrets: string[]) => {
    const clock = { now: 1_000_000 }
    return { clock, ...createSealer({ secrets, now: () => clock.now }) }
  }

  it('sealed with an old secret opens only in the first 15 minutes of the process', async () => {
    const cookie = await sealer([OLD]).seal('mine', { purpose: 'test' })
    const { clock, openCookie, open } = running([NEW, OLD])
    expect(await openCookie(cookie, 'test')).toBe('mine')
    clock.now += 15 * MINUTE - 1
    expect(await openCookie(cookie, 'test')).toBe('mine')
    clock.now += 1
    await expect(openCookie(cookie, 'test')).rejects.toThrow(SealBroken)
    // A value in the store still opens.
    expect(await open(cookie, 'test')).toBe('mine')
  })

  it('sealed with the first secret opens as long as the process runs', async () => {
    const { clock, openCookie, seal } = running([NEW, OLD])
    clock.now += 10_000 * MINUTE
    expect(await openCookie(await seal('mine', { purpose: 'test' }), 'test')).toBe('mine')
  })

  it('of the older form with one key for all purposes is refused', async () => {
    await expect(sealer([NEW]).openCookie(await olderSeal(NEW, 'test'), 'test')).rejects.toThrow(SealBroken)
  })
})

describe('a value in the store', () => {
  it('of the older form with one key for all purposes opens for its own purpose only', async () => {
    const stored = await olderSeal(OLD, 'credentials of github:1')
    expect(await sealer([NEW, OLD]).open(stored, 'credentials of github:1')).toBe('token')
    await expect(sealer([NEW, OLD]).open(stored, 'credentials of github:2')).rejects.toThrow(SealBroken)
    await expect(sealer([NEW]).open(stored, 'credentials of github:1')).rejects.toThrow(SealBroken)
  })

  it('is current when the first secret sealed it in the current form', async () => {
    const { seal, isCurrent } = sealer([NEW, OLD])
    expect(await isCurrent(await seal('token', { purpose: 'test' }), 'test')).toBe(true)
    expect(await isCurrent(await sealer([OLD]).seal('token', { purpose: 'test' }), 'test')).toBe(false)
    expect(await isCurrent(await olderSeal(NEW, 'test'), 'test')).toBe(false)
    expect(await isCurrent(await seal('token', { purpose: 'test' }), 'other')).toBe(false)
    expect(await isCurrent('nonsense', 'test')).toBe(false)
  })
})

/** Seals as all versions did before each purpose had its own key. */
function olderSeal(secret: string, purpose: string): Promise<string> {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'doorman seal', 32))
  const token = new EncryptJWT({ text: 'token' }).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
  return token.setAudience(purpose).encrypt(key)
}

describe('the header of a sealed text', () => {
  const key = new Uint8Array(hkdfSync('sha256', NEW, '', 'doorman seal: test', 32))
  const text = new TextEncoder().encode('{"text":"forged"}')
  const { open, openCookie } = sealer([NEW])

  async function expectRefused(token: string): Promise<void> {
    await expect(open(token, 'test')).rejects.toThrow(SealBroken)
    await expect(openCookie(token, 'test')).rejects.toThrow(SealBroken)
  }

  it('cannot choose another algorithm, even with the right key', async () => {
    for (const alg of ['A256KW', 'A256GCMKW']) {
      await expectRefused(
        await new CompactEncrypt(text).setProtectedHeader({ alg, enc: 'A256GCM' }).encrypt(key),
      )
    }
    await expectRefused(
      await new CompactEncrypt(text).setProtectedHeader({ alg: 'dir', enc: 'A128CBC-HS256' }).encrypt(key),
    )
  })

  it('cannot choose an algorithm with a public key', async () => {
    for (const alg of ['RSA-OAEP', 'ECDH-ES', 'ECDH-ES+A256KW']) {
      const { publicKey } = await generateKeyPair(alg)
      expect(await exportSPKI(publicKey)).toContain('PUBLIC KEY')
      const token = new CompactEncrypt(text).setProtectedHeader({ alg, enc: 'A256GCM' })
      await expectRefused(await token.encrypt(publicKey))
    }
  })

  it('breaks only the seal, whatever it contains', async () => {
    const part = fc.oneof(
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
      fc
        .dictionary(
          fc.constantFrom(
            'alg',
            'enc',
            'zip',
            'crit',
            'b64',
            'epk',
            'apu',
            'p2c',
            'p2s',
            'iv',
            'tag',
            'kid',
            'typ',
            '__proto__',
          ),
          fc.oneof(
            fc.jsonValue(),
            fc.constantFrom('dir', 'A256GCM', 'DEF', 'PBES2-HS256+A128KW', 'ECDH-ES', 'none'),
          ),
        )
        .map((header) =>
          Buffer.from(JSON.stringify({ alg: 'dir', enc: 'A256GCM', ...header })).toString('base64url'),
        ),
      fc.string(),
    )
    const rest = fc.constantFrom(
      '',
      'AAAA',
      randomBytes(12).toString('base64url'),
      randomBytes(16).toString('base64url'),
      '!',
    )
    await fc.assert(
      fc.asyncProperty(part, rest, rest, rest, rest, (header, ...parts) =>
        expectRefused([header, ...parts].join('.')),
      ),
      { numRuns: 500 },
    )
  })
})
