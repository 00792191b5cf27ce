import { avatarRoutes } from './avatar.ts'
import { CONTROL } from './control.ts'
import { apiRoutes, endGrant } from './githubApi.ts'
import { authorizeRoutes } from './githubAuthorize.ts'
import { tokenRoute } from './githubToken.ts'
import { type HttpFault, json } from './httpFaults.ts'
import { type Frame, frameFor } from './page.ts'
import type { Person } from './people.ts'
import { startStandIn } from './standIn.ts'

/** The people at the stand-in, and the registration of the application that signs them in. */
interface GitHubOptions {
  people: Person[]
  clientId: string
  clientSecret: string
  /** The registered callback URLs; a redirect_uri may also lie below one of them. */
  callbackUrls: string[]
  /** Default: any free port. */
  port?: number
  /** The URL of the site, which the pages link back to. */
  siteUrl?: string
  /** The clock that expires codes and tokens, in Unix ms. Default: `Date.now`. */
  now?: () => number
  app?: Partial<GitHubApp>
}

/** The settings of the application at GitHub. Tests change them while the stand-in runs. */
type GitHubApp = {
  /** Tokens expire after 8 hours and come with a refresh token, as with GitHub Apps and OAuth Apps that opted in. */
  hasExpiringTokens: boolean
  /** A GitHub App needs the permission "Email addresses". Without it, GitHub answers /user/emails with 403. */
  canReadEmail: boolean
  isSuspended: boolean
  /** The registered callback URL is not the one that the site sends. */
  isCallbackWrong: boolean
}

/** The consent of a person to a scope. First a code stands for it, then a token. */
export interface Grant {
  person: Person
  scope: string
}

/** The state of an access token. */
export interface Token extends Grant {
  /** Unix ms. */
  expiresAt: number
}

/** The state of an authorization code until the application exchanges it. */
export interface Code extends Grant {
  redirectUri: string
  /** PKCE's code_challenge (S256), if the authorize request had one. */
  challenge: string | undefined
  /** Unix ms. */
  expiresAt: number
}

/** The state that the routes share. */
export interface GitHubState {
  options: GitHubOptions
  app: GitHubApp
  codes: Map<string, Code>
  tokens: Map<string, Token>
  /** By refresh token; each works once. */
  refreshTokens: Map<string, Token>
  /** The people who authorized the application. A grant outlives its tokens. */
  grants: Set<Person>
  now: () => number
}

/** Path of the REST API below the stand-in's URL, as with GitHub Enterprise Server. */
export const API = '/api/v3'

const FRAME: Frame = {
  name: 'GitHub',
  truth: 'no real GitHub was asked',
  accent: '#24292f',
  links: [{ label: 'Make it fail', href: CONTROL }],
}

const ENDPOINTS = {
  authorize: '/login/oauth/authorize',
  access_token: '/login/oauth/access_token',
  user: `${API}/user`,
  emails: `${API}/user/emails`,
  grant: `${API}/applications/:client_id/grant`,
}

const AT_FIRST: GitHubApp = {
  hasExpiringTokens: false,
  canReadEmail: true,
  isSuspended: false,
  isCallbackWrong: false,
}

const WORDS: Record<keyof GitHubApp, string> = {
  hasExpiringTokens: 'Tokens expire after 8 hours',
  canReadEmail: 'The application may read email addresses',
  isSuspended: 'The application is suspended',
  isCallbackWrong: 'Another callback URL is registered',
}

const FAULTS = {
  '403: this person is suspended (user)': json(403, {
    message: 'Sorry. Your account was suspended.',
    documentation_url: 'https://docs.github.com/rest',
  }),
  '403: too fast (user)': json(403, { message: 'You have exceeded a secondary rate limit.' }),
  '404: no such addresses (emails)': json(404, { message: 'Not Found' }),
  'wrong client secret (access_token)': json(200, {
    error: 'incorrect_client_credentials',
    error_description: 'The client_id and/or client_secret passed are incorrect.',
  }),
  'no verified address (access_token)': json(200, {
    error: 'unverified_user_email',
    error_description: 'The user must have a verified primary email.',
  }),
} satisfies Record<string, HttpFault>

/**
 * Starts a stand-in with the parts of GitHub that an OAuth application uses: authorize page, code, token with PKCE,
 * refresh, /user, /user/emails, and the revocation of a grant.
 * https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
 */
export async function startGitHub(options: GitHubOptions) {
  const { people, clientId, clientSecret, port, siteUrl, now = Date.now } = options
  const frame = frameFor(FRAME, siteUrl)
  const app: GitHubApp = { ...AT_FIRST, ...options.app }
  const [codes, tokens, refreshTokens] = [new Map(), new Map(), new Map()]
  const state: GitHubState = { options, app, codes, tokens, refreshTokens, grants: new Set(), now }
  const server = await startStandIn({
    frame,
    endpoints: ENDPOINTS,
    ready: FAULTS,
    switches: { state: app, words: WORDS },
    port,
    routes(router) {
      authorizeRoutes(router, frame, state)
      tokenRoute(router, state)
      apiRoutes(router, state)
      avatarRoutes(router, people)
    },
  })
  return {
    ...server,
    apiUrl: `${server.url}${API}`,
    clientId,
    clientSecret,
    people,
    app,
    /** The issued tokens that are not revoked, and what each stands for. */
    tokens: state.tokens,
    refreshTokens: state.refreshTokens,
    /** The people who authorized the application. */
    get grants(): Person[] {
      return [...state.grants]
    },
    /** Does what GitHub does when the person removes the application there. */
    removeGrant: (person: Person) => endGrant(state, person),
  }
}
