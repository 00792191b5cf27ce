import { describe, expect, it } from 'vitest'
import { isSignatureValid, type SignedRequest, signatureBaseString } from './oauth1.ts'

const header = (fields: Record<string, string>) =>
  `OAuth ${Object.entries(fields)
    .map(([name, value]) => `${name}="${encodeURIComponent(value)}"`)
    .join(', ')}`

// The worked example of X's documentation, "Creating a signature".
const tweet: SignedRequest = {
  method: 'POST',
  url: 'https://api.x.com/1.1/statuses/update.json?include_entities=true',
  authorization:
    'OAuth oauth_consumer_key="xvz1evFS4wEEPTGEFPHBog", oauth_nonce="kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg", oauth_signature="Ls93hJiZbQ3akF3HF3x1Bz8%2FzU4%3D", oauth_signature_method="HMAC-SHA1", oauth_timestamp="1318622958", oauth_token="370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb", oauth_version="1.0"',
  form: { status: 'Hello Ladies + Gentlemen, a signed OAuth request!' },
}
const tweetSecrets = {
  consumer: 'kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw',
  token: 'LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE',
}

// RFC 5849, 1.2: the client asks for the access token, then for the photo.
const rfcFields = {
  realm: 'Photos',
  oauth_consumer_key: 'dpf43f3p2l4k3l03',
  oauth_signature_method: 'HMAC-SHA1',
}
const tokenRequest: SignedRequest = {
  method: 'POST',
  url: 'https://photos.example.net/token',
  authorization: header({
    ...rfcFields,
    oauth_token: 'hh5s93j4hdidpola',
    oauth_timestamp: '137131201',
    oauth_nonce: 'walatlh',
    oauth_verifier: 'hfdp7dh39dks9884',
    oauth_signature: 'gKgrFCywp7rO0OXSjdot/IHF7IU=',
  }),
  form: {},
}
const photoRequest: SignedRequest = {
  method: 'GET',
  url: 'http://photos.example.net/photos?file=vacation.jpg&size=original',
  authorization: header({
    ...rfcFields,
    oauth_token: 'nnch734d00sl2jdk',
    oauth_timestamp: '137131202',
    oauth_nonce: 'chapoH',
    oauth_signature: 'MdpQcU8iPSUjWoN/UDMsK2sui9I=',
  }),
  form: {},
}
const rfcConsumer = 'kd94hf93k423kf44'

describe('isSignatureValid', () => {
  it.each([
    ['X', tweet, tweetSecrets],
    ['RFC 5849, access token', tokenRequest, { consumer: rfcConsumer, token: 'hdhd0244k9j7ao03' }],
    ['RFC 5849, resource', photoRequest, { consumer: rfcConsumer, token: 'pfkkdhi9sl3r4s00' }],
  ])('accepts the published example of %s', (_, request, secrets) => {
    expect(isSignatureValid(request, secrets)).toBe(true)
  })

  it.each([
    ['body', { ...tweet, form: { status: 'Hello' } }, tweetSecrets],
    ['query', { ...tweet, url: tweet.url.replace('true', 'false') }, tweetSecrets],
    ['host', { ...tweet, url: tweet.url.replace('api.x.com', 'api.example.org') }, tweetSecrets],
    ['method', { ...tweet, method: 'GET' }, tweetSecrets],
    [
      'timestamp',
      { ...tweet, authorization: tweet.authorization.replace('1318622958', '1318622959') },
      tweetSecrets,
    ],
    ['signature', { ...tweet, authorization: tweet.authorization.replace('Ls93', 'Ls94') }, tweetSecrets],
    ['token secret', tweet, { ...tweetSecrets, token: 'other' }],
    ['consumer secret', tweet, { ...tweetSecrets, consumer: 'other' }],
  ])('refuses another %s', (_, request, secrets) => {
    expect(isSignatureValid(request, secrets)).toBe(false)
  })

  it('refuses a request without a signature', () => {
    expect(isSignatureValid({ ...tweet, authorization: '' }, tweetSecrets)).toBe(false)
  })
})

describe('signatureBaseString', () => {
  it('equals the example of RFC 5849, 3.4.1.1, with repeated, empty and encoded parameters', () => {
    const base = signatureBaseString({
      method: 'post',
      url: 'http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b',
      authorization: header({
        realm: 'Example',
        oauth_consumer_key: '9djdj82h48djs9d2',
        oauth_token: 'kkk9d7dh3k39sjv7',
        oauth_signature_method: 'HMAC-SHA1',
        oauth_timestamp: '137131201',
        oauth_nonce: '7d8f3e4a',
        oauth_signature: 'bYT5CMsGcbgUdFHObYMEfcx6bsw=',
      }),
      // The RFC's body is `c2&a3=2+q`.
      form: Object.fromEntries(new URLSearchParams('c2&a3=2+q')),
    })
    expect(base).toBe(
      'POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7',
    )
  })
})
