import type { Person } from './people.ts'
import type { createSignatureCheck, Token } from './xSignature.ts'

/** What every page of the stand-in says. */
export const BANNER = 'X stand-in: no real X was asked'

/** The colour of its pages. */
export const ACCENT = '#0f1419'

/** What the stand-in knows of the application. */
export interface XOptions {
  people: Person[]
  consumerKey: string
  consumerSecret: string
  callbackUrl: string
  port?: number
}

/** A tweet on the stand-in's timeline. */
export interface Tweet {
  id: string
  username: string
  text: string
  at: string
}

/** What the routes share. */
export interface Kept {
  options: XOptions
  /** Request tokens and access tokens, by token. */
  tokens: Map<string, Token>
  tweets: Tweet[]
  signedBy: ReturnType<typeof createSignatureCheck>
}
