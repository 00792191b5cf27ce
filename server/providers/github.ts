import { Strategy } from 'passport-github2'
import { z } from 'zod'
import { addressField, avatarField, nameField, usernameField } from './fields.ts'
import { oauth2Provider } from './oauth2.ts'
import type { Application, ProviderCall, RevocationOutcome, Settings } from './provider.ts'
import { ProviderRefused } from './providerErrors.ts'
import { textOf } from './request.ts'

/** GitHub, and GitHub Enterprise Server through GITHUB_URL and GITHUB_API_URL. */
export const github = oauth2Provider({
  id: 'github',
  label: 'GitHub',
  icon: `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M8 0C3.58 0 0 3.58 0 8c0 3.54 2.29 6.53 5.47 7.59.4.07.55-.17.55-.38 0-.19-.01-.82-.01-1.49-2.01.37-2.53-.49-2.69-.94-.09-.23-.48-.94-.82-1.13-.28-.15-.68-.52-.01-.53.63-.01 1.08.58 1.23.82.72 1.21 1.87.87 2.33.66.07-.52.28-.87.51-1.07-1.78-.2-3.64-.89-3.64-3.95 0-.87.31-1.59.82-2.15-.08-.2-.36-1.02.08-2.12 0 0 .67-.21 2.2.82a7.4 7.4 0 0 1 4 0c1.53-1.04 2.2-.82 2.2-.82.44 1.1.16 1.92.08 2.12.51.56.82 1.27.82 2.15 0 3.07-1.87 3.75-3.65 3.95.29.25.54.73.54 1.48 0 1.07-.01 1.93-.01 2.2 0 .21.15.46.55.38A8.01 8.01 0 0 0 16 8c0-4.42-3.58-8-8-8Z"/></svg>`,
  settings: {
    required: ['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET'],
    optional: { GITHUB_URL: 'https://github.com', GITHUB_API_URL: 'https://api.github.com' },
  },
  urls: ({ GITHUB_URL, GITHUB_API_URL = '' }) => ({
    authorize: `${GITHUB_URL}/login/oauth/authorize`,
    token: `${GITHUB_URL}/login/oauth/access_token`,
    api: GITHUB_API_URL,
    applications: `${GITHUB_URL}/settings/developers`,
  }),
  scope: ['user:email'],
  chooseAccountParams: { prompt: 'select_account' },
  Strategy,

  // https://docs.github.com/apps/oauth-apps/maintaining-oauth-apps, "Troubleshooting"
  errorCodes: {
    redirect_uri_mismatch: 'callback',
    application_suspended: 'application',
    incorrect_client_credentials: 'client',
    unverified_user_email: 'person',
  },

  async readProfile({ read, readIfAllowed }) {
    const [user, emails] = await Promise.all([read('/user'), readIfAllowed('/user/emails')])
    return { user, emails }
  },

  profile(raw) {
    const { user, emails = [] } = rawProfile.parse(raw)
    const best = bestAddress(emails)
    return {
      uid: String(user.id),
      username: user.login,
      name: user.name || user.login,
      email: best?.email ?? null,
      emailVerified: best?.verified ?? false,
      avatarUrl: user.avatar_url,
      extraData: {},
    }
  },

  avatarOrigins({ GITHUB_URL = '', GITHUB_API_URL = '' }) {
    // A GitHub Enterprise Server serves pictures from its own host, or from a subdomain.
    const { protocol, host } = new URL(GITHUB_URL)
    const own = host === 'github.com' ? [] : [GITHUB_URL, GITHUB_API_URL, `${protocol}//avatars.${host}`]
    // A server reached by its IP address has no subdomains: "avatars.127.0.0.1" is not a valid host.
    return ['https://avatars.githubusercontent.com', ...own].filter((url) => URL.canParse(url))
  },

  grantsUrl: ({ GITHUB_URL }) => `${GITHUB_URL}/settings/applications`,
  revoke,
  examineApi,
})

/**
 * https://docs.github.com/rest/apps/oauth-applications#delete-an-app-authorization: it requires a valid
 * token.
 */
async function revoke({ settings, credentials, signal }: ProviderCall): Promise<RevocationOutcome> {
  const asked = { method: 'DELETE', path: 'grant', token: credentials.accessToken ?? '' }
  const response = await askAsApplication(settings, asked, signal)
  if (response.ok) return 'revoked'
  // The token is invalid. The grant may still exist: tokens expire, and GitHub drops the oldest of more than
  // ten.
  if (response.status === 404 || response.status === 422) return 'impossible'
  throw new ProviderRefused(response.status, await textOf(response))
}

/**
 * Asks about a token that GitHub never issued: it answers 404 or 422 to a known application, and 401 to an
 * unknown one.
 */
async function examineApi({ settings }: Application, signal: AbortSignal): Promise<void> {
  const asked = { method: 'POST', path: 'token', token: 'gho_00000000000000000000000000000000' }
  const response = await askAsApplication(settings, asked, signal)
  if (response.status === 404 || response.status === 422) return
  throw new ProviderRefused(response.status, await textOf(response))
}

/** Sends a request about a token, authenticated as the application. */
function askAsApplication(
  { GITHUB_API_URL, GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET }: Settings,
  { method, path, token }: { method: string; path: string; token: string },
  signal: AbortSignal,
): Promise<Response> {
  const basic = Buffer.from(`${GITHUB_CLIENT_ID}:${GITHUB_CLIENT_SECRET}`).toString('base64')
  return fetch(`${GITHUB_API_URL}/applications/${GITHUB_CLIENT_ID}/${path}`, {
    method,
    headers: {
      authorization: `Basic ${basic}`,
      accept: 'application/vnd.github+json',
      'content-type': 'application/json',
      'user-agent': 'Doorman',
    },
    body: JSON.stringify({ access_token: token }),
    signal,
  })
}

const rawProfile = z.object({
  user: z.object({
    id: z.number().int().positive().safe(),
    login: usernameField,
    name: nameField,
    avatar_url: avatarField,
  }),
  emails: z
    .array(z.object({ email: addressField, primary: z.boolean(), verified: z.boolean() }))
    .max(1000)
    .transform((emails) => emails.filter(isReachable))
    // GitHub refuses the list to a GitHub App without the permission "Email addresses".
    .optional(),
})

type ReachableEmail = { email: string; primary: boolean; verified: boolean }

/** Mail to GitHub's no-reply addresses does not arrive. Users who keep their address private have one. */
function isReachable(entry: { email: string | null }): entry is ReachableEmail {
  return entry.email !== null && !entry.email.toLowerCase().endsWith('@users.noreply.github.com')
}

function bestAddress(emails: ReachableEmail[]): ReachableEmail | undefined {
  const verified = emails.filter((entry) => entry.verified)
  return verified.find((entry) => entry.primary) ?? verified[0] ?? emails.find((entry) => entry.primary)
}
