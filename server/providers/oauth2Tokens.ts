import { z } from 'zod'
import { clientOf, type OAuth2Parts } from './oauth2Parts.ts'
import type { TokenAnswer } from './passport.ts'
import type { Credentials, ProviderCall } from './provider.ts'
import { fieldsOf, ProviderRefused } from './providerErrors.ts'
import { readPosted } from './request.ts'

/**
 * Seconds from now. A form sends it as text. A senseless value counts as missing, because a token may last
 * for ever.
 */
const lifetimeField = z.coerce
  .number()
  .positive()
  .max(10 * 366 * 86_400)
  .optional()
  .catch(undefined)

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).optional(),
  expires_in: lifetimeField,
  refresh_token_expires_in: lifetimeField,
})

const failure = z.object({ error: z.unknown().refine((error) => error !== undefined) })

/**
 * Reads the answer of a token endpoint. Throws `ProviderRefused` when it is an error: GitHub sends errors
 * with status 200.
 */
export function readTokens(text: string): TokenAnswer {
  const fields = fieldsOf(text)
  if (failure.safeParse(fields).success) throw new ProviderRefused(200, text)
  return tokenAnswer.parse(fields)
}

/** The tokens in the form in which they are stored. `now` is in Unix milliseconds. */
export function credentialsOf(answer: TokenAnswer, now: number): Credentials {
  const endOf = (seconds: number) => new Date(now + seconds * 1_000).toISOString()
  const { refresh_token: refreshToken, expires_in: life, refresh_token_expires_in: refreshLife } = answer
  return {
    accessToken: answer.access_token,
    ...(refreshToken && { refreshToken }),
    ...(life && { expiresAt: endOf(life) }),
    ...(refreshLife && { refreshTokenExpiresAt: endOf(refreshLife) }),
  }
}

/** RFC 6749, 6, and GitHub's own code: the refresh token was used, has expired, or its grant was revoked. */
const DEAD_REFRESH_TOKEN = ['invalid_grant', 'bad_refresh_token']

/**
 * New tokens for the refresh token; null when the provider no longer accepts it. Throws on any other refusal.
 */
export async function refresh(parts: OAuth2Parts, call: ProviderCall): Promise<Credentials | null> {
  const { settings, credentials, signal, now } = call
  const { refreshToken } = credentials
  if (!refreshToken) return null
  const form = { ...clientOf(parts, settings), grant_type: 'refresh_token', refresh_token: refreshToken }
  try {
    const answer = readTokens(await readPosted(parts.urls(settings).token, { form, signal }))
    // A provider that does not rotate refresh tokens sends none; the old one stays valid.
    return { refreshToken, ...credentialsOf(answer, now) }
  } catch (error) {
    if (error instanceof ProviderRefused && DEAD_REFRESH_TOKEN.includes(error.code ?? '')) return null
    throw error
  }
}

/**
 * RFC 7009. Revoking the refresh token also revokes the access tokens of its grant. The provider gives the
 * same answer for tokens that it does not know.
 */
export async function revokeByToken(parts: OAuth2Parts, { settings, credentials, signal }: ProviderCall) {
  const url = parts.urls(settings).revoke
  if (!url) throw new Error(`${parts.id}: neither "revoke" nor "urls.revoke" says how grants are revoked`)
  const { accessToken = '', refreshToken } = credentials
  const hint = refreshToken ? 'refresh_token' : 'access_token'
  const form = { ...clientOf(parts, settings), token: refreshToken ?? accessToken, token_type_hint: hint }
  await readPosted(url, { form, signal })
  return 'revoked' as const
}
