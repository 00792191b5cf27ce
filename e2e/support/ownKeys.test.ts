import { describe, expect, it } from 'vitest'
import { site } from '../../server/site/site.ts'
import { ownKeysBanner, ownPublicUrl } from './ownKeys.ts'

describe('npm start with real keys', () => {
  it('uses 127.0.0.1, which providers accept, unless PUBLIC_URL is set', () => {
    expect(ownPublicUrl({}, 4000)).toBe('http://127.0.0.1:4000')
    expect(ownPublicUrl({ PUBLIC_URL: 'https://www.example.com' }, 4000)).toBe('https://www.example.com')
  })

  it('sets no PUBLIC_URL in production, so that the server asks for it', () => {
    expect(ownPublicUrl({ NODE_ENV: 'production' }, 4000)).toBe('')
  })

  it('prints the callback URLs of the providers that have keys', () => {
    const env = { GITHUB_CLIENT_ID: 'id', GITHUB_CLIENT_SECRET: 'secret' }
    const banner = ownKeysBanner('http://127.0.0.1:3000', { env, providers: site.providers })
    expect(banner).toContain('http://127.0.0.1:3000/auth/github/callback (GitHub)')
    expect(banner).toContain('127.0.0.1, not localhost')
    expect(banner).not.toContain('twitter')
  })
})
