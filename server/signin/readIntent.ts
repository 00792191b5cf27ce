import type { Context } from 'koa'
import type { Config } from '../config.ts'
import { isCausedElsewhere } from '../http/security.ts'
import type { Services } from '../services.ts'
import { isRecent } from '../sessions/session.ts'
import { accountOf } from '../sessions/signedIn.ts'
import { redirectTarget } from './returnTo.ts'

/** The purpose of a sign-in and its options. */
export interface Intent {
  /** See `redirectTarget`. */
  returnTo: string | null
  /** The user who connects the provider; null for a sign-in. */
  connectTo: string | null
  /** The provider asks which account to use. */
  chooseAccount: boolean
  /** Another site caused the sign-in: the provider must not let the person through without a click. */
  isCrossSite: boolean
}

/**
 * Reads the purpose of a sign-in from the query and the browser's headers. Returns `sign-in-again` when the
 * request would connect a provider but the last confirmed sign-in is too old.
 */
export function readIntent(
  ctx: Context,
  { config, now }: Pick<Services, 'config' | 'now'>,
): Intent | 'sign-in-again' {
  const account = ctx.query.connect !== undefined && isCausedHere(ctx, config) ? accountOf(ctx) : null
  if (account && !isRecent(account.session, now())) return 'sign-in-again'
  const from = ctx.get('Sec-Fetch-Site')
  return {
    returnTo: redirectTarget(ctx.query.returnTo, config),
    connectTo: account?.user.id ?? null,
    chooseAccount: ctx.query.chooseAccount !== undefined,
    isCrossSite: from === 'cross-site' || (from === '' && isCausedElsewhere(ctx, config)),
  }
}

/** Whether a page of this site caused the request. Without Fetch metadata, only a foreign referrer rules it out. */
function isCausedHere(ctx: Context, config: Pick<Config, 'origin'>): boolean {
  const from = ctx.get('Sec-Fetch-Site')
  return from === 'same-origin' || (from === '' && !isCausedElsewhere(ctx, config))
}
