import { avatarRoutes } from './avatar.ts'
import { CONTROL } from './control.ts'
import { apiRoutes } from './githubApi.ts'
import { authorizeRoutes } from './githubAuthorize.ts'
import { tokenRoute } from './githubToken.ts'
import type { Frame } from './page.ts'
import type { Person } from './people.ts'
import { startStandIn } from './standIn.ts'

/** What the stand-in knows of the application that signs people in. */
export interface GitHubOptions {
  people: Person[]
  clientId: string
  clientSecret: string
  /** The registered callback URLs; a redirect_uri may also lie below one of them. */
  callbackUrls: string[]
  /** Default: any that is free. */
  port?: number
  /** For codes to run out. */
  now?: () => number
}

/** What a person agreed to; a code stands for it, then a token. */
export interface Grant {
  person: Person
  scope: string
}

/** A grant on its way to the application. */
export interface Code extends Grant {
  redirectUri: string
  /** PKCE's code_challenge (S256), when one was sent. */
  challenge: string | undefined
  expiresAt: number
}

/** What the routes share. */
export interface GitHubState {
  options: GitHubOptions
  codes: Map<string, Code>
  tokens: Map<string, Grant>
  now: () => number
}

/** Below the stand-in's URL, as with GitHub Enterprise Server. */
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

/**
 * GitHub as an OAuth application sees it: authorize page, code, token with PKCE, /user, /user/emails, and the
 * revocation of a grant. https://docs.github.com/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps
 */
export async function startGitHub(options: GitHubOptions) {
  const { people, clientId, clientSecret, port, now = Date.now } = options
  const state: GitHubState = { options, codes: new Map(), tokens: new Map(), now }
  const server = await startStandIn({
    frame: FRAME,
    endpoints: ENDPOINTS,
    port,
    routes(router) {
      authorizeRoutes(router, FRAME, state)
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
    /** The tokens that are good, and what each stands for. */
    tokens: state.tokens,
    /** Who has let the application in: the people with a good token. */
    get grants(): Person[] {
      return [...new Set([...state.tokens.values()].map(({ person }) => person))]
    },
  }
}
