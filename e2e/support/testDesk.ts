import type { ErrorAnswer } from '../../server/api.ts'
import type { DeskPersonAnswer, PeopleAnswer } from '../../server/deskApi.ts'
import type { Visitor } from '../standins/visitor.ts'
import { startTestSite, type TestSiteOptions, userOf } from './testSite.ts'

/** A valid OPERATOR_TOKEN. */
export const TOKEN = 'a-token-for-programs-that-is-long-enough'

/** Starts a site whose operator, Margaret at GitHub, is signed in. */
export async function startDesk({ env = {}, ...options }: TestSiteOptions = {}) {
  const settings = { OPERATORS: 'github:1969', OPERATOR_TOKEN: TOKEN, ...env }
  const site = await startTestSite({ ...options, env: settings })
  const operator = site.visitor()
  await operator.signIn('github', 'margaret')
  return { site, operator }
}

/** A site of `startDesk`. */
export type Desk = Awaited<ReturnType<typeof startDesk>>['site']

/** Signs a person in, in a browser of their own. Returns the account's id and the browser. */
export async function arrive(
  site: Desk,
  key: string,
  provider = 'github',
): Promise<{ id: string; browser: Visitor }> {
  const browser = site.visitor()
  await browser.signIn(provider, key)
  const user = await userOf(browser)
  if (!user) throw new Error(`${key} did not get in`)
  return { id: user.id, browser }
}

/** The status of an answer and, if it is an error, its code. */
export async function codeOf(answer: Response | Promise<Response>): Promise<string> {
  const response = await answer
  const text = await response.text()
  if (response.status < 400) return String(response.status)
  return `${response.status} ${(JSON.parse(text) as ErrorAnswer).error.code}`
}

/** The message of an error. */
export async function wordsOf(answer: Response | Promise<Response>): Promise<string> {
  return ((await (await answer).json()) as ErrorAnswer).error.message
}

/** The people that the desk's API finds. Throws unless it answers with 200. */
export async function findPeople(operator: Visitor, query: Record<string, string>): Promise<PeopleAnswer> {
  const answer = await operator.get(`/api/desk/people?${new URLSearchParams(query)}`)
  if (answer.status !== 200) throw new Error(`no people: ${answer.status}`)
  return (await answer.json()) as PeopleAnswer
}

/** The usernames in an answer. */
export function namesOf({ people }: PeopleAnswer): string[] {
  return people.map(({ username }) => username)
}

/** What the desk's API answers about a person. */
export async function personAt(operator: Visitor, id: string): Promise<DeskPersonAnswer> {
  return (await (await operator.get(`/api/desk/people/${id}`)).json()) as DeskPersonAnswer
}

/** The Authorization header of a program. */
export function bearer(token: string): Record<string, string> {
  return { Authorization: `Bearer ${token}` }
}
