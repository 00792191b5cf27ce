import { describe, expect, it } from 'vitest'
import { site } from '../../server/site/site.ts'
import { ownKeysBanner, ownPublicUrl } from './ownKeys.ts'

describe('npm start with real keys', () => {
  it('is at 127.0.0.1, which providers accept, unless PUBLIC_URL says where', () => {
    expect(ownPublicUrl({}, 4000)).toBe('http://127.0.0.1:4000')
    expect(ownPublicUrl({ PUBLIC_URL: 'https://www.example.com' }, 4000)).toBe('https://www.example.com')
  })

  it('leaves it to the server to ask for PUBLIC_URL in production', () => {
    expect(ownPublicUrl({ NODE_ENV: 'production' }, 4000)).toBe('')
  })

  it('says which callback URLs to register, of the providers that have keys', () => {
    const env = { GITHUB_CLIENT_ID: 'id', GITHUB_CLIENT_SECRET: 'secret' }
    const banner = ownKeysBanner('http://127.0.0.1:3000', { env, providers: site.providers })
    expect(banner).toContain('http://127.0.0.1:3000/auth/github/callback (GitHub)')
    expect(banner).toContain('127.0.0.1, not localhost')
    expect(banner).not.toContain('twitter')
  })
})
