import type { AddressAnswer, ErrorAnswer } from '../../server/api.ts'
import type { Visitor } from '../standins/visitor.ts'
import type { startTestSite } from './testSite.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>

/** Requests a code for the address. */
export const ask = (browser: Visitor, email: string) => browser.post('/api/account/address', { email })

/** Enters a code. */
export const confirm = (browser: Visitor, code: string) =>
  browser.post('/api/account/address/confirm', { code })

/** The error code of an answer. */
export const codeOf = async (response: Response) => ((await response.json()) as ErrorAnswer).error.code

/** The address that waits for its code. */
export const pendingOf = async (browser: Visitor) =>
  ((await (await browser.get('/api/account/address')).json()) as AddressAnswer).pending

/** Signs a person in; Grace has no address at GitHub. Returns the person's browser. */
export async function signIn(site: Site, person = 'grace') {
  const browser = site.visitor()
  await browser.signIn('github', person)
  return browser
}

/** The newest code that was mailed to the address. */
export async function codeFor(site: Site, address: string) {
  await site.jobsDone()
  const mail = site.mail.mails.findLast(
    ({ subject, recipients }) => subject.includes('is your code') && recipients.includes(address),
  )
  return mail?.subject.slice(0, 6) ?? 'none'
}

/** Deletes the person's account and signs them in again, with a new account. */
export async function comeBack(browser: Visitor, person: string, username = person) {
  await browser.post('/api/account/delete', { username })
  await browser.signIn('github', person)
}

/** Another code than this one. */
export const another = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')
