import { expect, it } from 'vitest'
import { site } from '../site/site.ts'
import { avatarOrigins } from './avatarOrigins.ts'

const originsWith = (GITHUB_URL: string) => {
  const settings = { GITHUB_URL, GITHUB_API_URL: `${GITHUB_URL}/api/v3` }
  return avatarOrigins({ providers: new Map([['github', settings]]) }, site.providers)
}

it('allows pictures from an Enterprise Server and its subdomain', () => {
  expect(originsWith('https://git.dif.io')).toEqual([
    'https://avatars.githubusercontent.com',
    'https://git.dif.io',
    'https://avatars.git.dif.io',
  ])
})

it.each(['http://127.0.0.1:4000', 'http://[::1]:4000'])('adds no subdomain for %s', (url) => {
  expect(originsWith(url)).toEqual(['https://avatars.githubusercontent.com', url])
})
