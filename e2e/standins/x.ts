import { avatarRoutes } from './avatar.ts'
import { CONTROL } from './control.ts'
import { type HttpFault, json } from './httpFaults.ts'
import { type Frame, frameFor } from './page.ts'
import type { Person } from './people.ts'
import { startStandIn } from './standIn.ts'
import { consentRoutes } from './xConsent.ts'
import { handshakeRoutes } from './xHandshake.ts'
import { profileRoutes } from './xProfile.ts'
import { createSignatureCheck, type Token } from './xSignature.ts'
import { timelineRoutes } from './xTimeline.ts'
import { tweetRoutes } from './xTweets.ts'

/** The people at the stand-in, and the registration of the application that signs them in. */
interface XOptions {
  people: Person[]
  consumerKey: string
  consumerSecret: string
  /** The approved callback URLs. */
  callbackUrls: string[]
  /** Default: any free port. */
  port?: number
  /** The URL of the site, which the pages link back to. */
  siteUrl?: string
  app?: Partial<XApp>
}

/** The settings of the application at X. Tests change them while the stand-in runs. */
export type XApp = {
  /** "Request email from users" in X's developer portal. */
  canReadEmail: boolean
  /** "Read and write", or "Read" only. */
  canPost: boolean
  /** X answers lower access tiers that use v1.1 with 403, code 453. */
  canUseV1: boolean
  /** X charges for profiles and posts. Without credit it answers both with 402. */
  hasCredit: boolean
  /** The callback URL of the site is registered. If not, X answers 403, code 415. */
  isCallbackApproved: boolean
  isSuspended: boolean
}

/** A tweet on the stand-in's timeline. */
export interface Tweet {
  id: string
  username: string
  text: string
  /** ISO 8601. */
  at: string
}

/** The state that the routes share. */
export interface XState {
  options: XOptions
  app: XApp
  /** Request tokens and access tokens, by token. */
  tokens: Map<string, Token>
  tweets: Tweet[]
  /** Checks the signature of a request. Throws `Refusal` 401. */
  signedBy: ReturnType<typeof createSignatureCheck>
}

const FRAME: Frame = {
  name: 'X',
  truth: 'no real X was asked',
  accent: '#0f1419',
  links: [
    { label: 'Timeline', href: '/timeline' },
    { label: 'Make it fail', href: CONTROL },
  ],
}

const WORDS: Record<keyof XApp, string> = {
  canReadEmail: 'The app may read email addresses',
  canPost: 'The app may post',
  canUseV1: 'The access tier includes API v1.1',
  hasCredit: 'There is credit left',
  isCallbackApproved: 'The callback URL of the site is approved',
  isSuspended: 'The app is suspended',
}

const AT_FIRST: XApp = {
  canReadEmail: true,
  canPost: true,
  canUseV1: true,
  hasCredit: true,
  isCallbackApproved: true,
  isSuspended: false,
}

const FAULTS = {
  '403: this person is suspended (verify_credentials)': json(403, {
    errors: [{ code: 64, message: 'Your account is suspended and is not permitted to access this feature.' }],
  }),
  '403: callback not approved, in XML (request_token)': {
    kind: 'answer',
    status: 403,
    body: '<?xml version="1.0" encoding="UTF-8"?><errors><error code="415">Callback URL not approved for this client application.</error></errors>',
    type: 'application/xml',
  },
} satisfies Record<string, HttpFault>

const ENDPOINTS = {
  request_token: '/oauth/request_token',
  authenticate: '/oauth/authenticate',
  authorize: '/oauth/authorize',
  access_token: '/oauth/access_token',
  verify_credentials: '/1.1/account/verify_credentials.json',
  users_me: '/2/users/me',
  tweets: '/2/tweets',
  invalidate_token: '/1.1/oauth/invalidate_token.json',
}

/**
 * Starts a stand-in with the parts of X that an application uses over OAuth 1.0a. It verifies every signature.
 * https://docs.x.com/fundamentals/authentication/oauth-1-0a
 */
export async function startX(options: XOptions) {
  const { people, consumerKey, consumerSecret, port, siteUrl } = options
  const frame = frameFor(FRAME, siteUrl)
  const tokens = new Map<string, Token>()
  const app: XApp = { ...AT_FIRST, ...options.app }
  const state: XState = { options, app, tokens, tweets: [], signedBy: createSignatureCheck(options, tokens) }
  const server = await startStandIn({
    frame,
    endpoints: ENDPOINTS,
    ready: FAULTS,
    switches: { state: app, words: WORDS },
    port,
    routes(router) {
      handshakeRoutes(router, state)
      consentRoutes(router, frame, state)
      profileRoutes(router, state)
      tweetRoutes(router, state)
      timelineRoutes(router, frame, state)
      avatarRoutes(router, people)
    },
  })
  return {
    ...server,
    timelineUrl: `${server.url}/timeline`,
    consumerKey,
    consumerSecret,
    people,
    app,
    /** The valid request tokens and access tokens, by token. */
    tokens,
    /** Oldest first. */
    tweets: state.tweets,
  }
}
