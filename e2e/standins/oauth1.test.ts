import { describe, expect, it } from 'vitest'
import { isSignatureValid } from './oauth1.ts'

// The worked example of X's documentation, "Creating a signature".
const request = {
  method: 'POST',
  url: 'https://api.x.com/1.1/statuses/update.json?include_entities=true',
  authorization:
    'OAuth oauth_consumer_key="xvz1evFS4wEEPTGEFPHBog", oauth_nonce="kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg", oauth_signature="Ls93hJiZbQ3akF3HF3x1Bz8%2FzU4%3D", oauth_signature_method="HMAC-SHA1", oauth_timestamp="1318622958", oauth_token="370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb", oauth_version="1.0"',
  form: { status: 'Hello Ladies + Gentlemen, a signed OAuth request!' },
}
const secrets = {
  consumer: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
  token: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
}

describe('isSignatureValid', () => {
  it('accepts the worked example', () => {
    expect(isSignatureValid(request, secrets)).toBe(true)
  })

  it('refuses a changed body, query, method or secret', () => {
    expect(isSignatureValid({ ...request, form: { status: 'Hello' } }, secrets)).toBe(false)
    expect(isSignatureValid({ ...request, url: request.url.replace('true', 'false') }, secrets)).toBe(false)
    expect(isSignatureValid({ ...request, method: 'GET' }, secrets)).toBe(false)
    expect(isSignatureValid(request, { ...secrets, token: 'other' })).toBe(false)
  })
})
