import type { Context } from 'koa'
import { isNavigation } from '../http/isNavigation.ts'
import type { Services } from '../services.ts'
import type { Answers } from './answers.ts'
import type { AskedFor } from './askedFor.ts'

/** Responds to a signed-out request. */
export type SignedOut = (ctx: Context, asked: AskedFor) => void

/** The responses to signed-out requests. */
interface SignedOutAnswers {
  /** 401. */
  refuse: SignedOut
  /** Redirects to the sign-in page, which redirects back to the requested address. */
  lead: SignedOut
  /** Redirects the navigation of a browser to the sign-in page, and answers 401 to everything else. */
  refuseOrLead: SignedOut
}

/** See `SignedOutAnswers`. */
export function createSignedOutAnswers(
  { config, log }: Pick<Services, 'config' | 'log'>,
  answers: Answers,
): SignedOutAnswers {
  const signInPage = `${config.publicUrl}/`
  let isLoopTold = false

  const refuse: SignedOut = (ctx) => void answers.empty(ctx, 401)

  const lead: SignedOut = (ctx, asked) => {
    const address = asked.address()
    if (address !== undefined && isLoop(address, signInPage)) {
      tellOfLoop()
      refuse(ctx, asked)
      return
    }
    const query = address === undefined ? '' : `?returnTo=${encodeURIComponent(address)}`
    answers.empty(ctx, 302, ['Location', `${signInPage}${query}`])
  }

  /** Logged once per process, because each visitor would cause it again. */
  function tellOfLoop(): void {
    if (isLoopTold) return
    isLoopTold = true
    log.warn(
      { signInPage },
      'the proxy asks whether people may see the sign-in page: leave the pages of Doorman out of what it guards',
    )
  }

  return {
    refuse,
    lead,
    refuseOrLead: (ctx, asked) => (isPageLoad(ctx, asked) ? lead(ctx, asked) : refuse(ctx, asked)),
  }
}

/** Whether the requested address is the sign-in page, to which the browser was redirected before. */
function isLoop(address: string, signInPage: string): boolean {
  return address.startsWith(`${signInPage}?`) && new URL(address).searchParams.has('returnTo')
}

/** Whether a browser loads a page. The proxy passes on the browser's headers, but asks with its own method. */
function isPageLoad(ctx: Context, { method }: AskedFor): boolean {
  return (method === 'GET' || method === 'HEAD') && isNavigation(ctx)
}
