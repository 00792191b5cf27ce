import type { Context } from 'koa'
import type { Config } from '../config.ts'
import { isCausedElsewhere } from '../http/security.ts'
import type { Services } from '../services.ts'
import { isRecent } from '../sessions/session.ts'
import { accountOf } from '../sessions/signedIn.ts'
import { safeReturnTo } from './returnTo.ts'

/** The purpose of a sign-in and the way in which it begins. */
export interface Intent {
  /** See `safeReturnTo`. */
  returnTo: string | null
  /** The user who connects the provider; null when a person signs in. */
  connectTo: string | null
  /** The provider asks which account to use. */
  chooseAccount: boolean
  /** Another site caused the sign-in: the provider must not let the person through without a click. */
  isCrossSite: boolean
}

/**
 * Reads the purpose of a sign-in from the query and the browser's headers. `sign-in-again`: it would connect,
 * but the last confirmed sign-in is too long ago.
 */
export function readIntent(
  ctx: Context,
  { config, now }: Pick<Services, 'config' | 'now'>,
): Intent | 'sign-in-again' {
  const account = ctx.query.connect !== undefined && isCausedHere(ctx, config) ? accountOf(ctx) : null
  if (account && !isRecent(account.session, now())) return 'sign-in-again'
  const from = ctx.get('Sec-Fetch-Site')
  return {
    returnTo: safeReturnTo(ctx.query.returnTo, config),
    connectTo: account?.user.id ?? null,
    chooseAccount: ctx.query.chooseAccount !== undefined,
    isCrossSite: from === 'cross-site' || (from === '' && isCausedElsewhere(ctx, config)),
  }
}

/**
 * Whether a page of ours caused the request. Browsers without Fetch metadata can only say that another site
 * did.
 */
function isCausedHere(ctx: Context, config: Pick<Config, 'origin'>): boolean {
  const from = ctx.get('Sec-Fetch-Site')
  return from === 'same-origin' || (from === '' && !isCausedElsewhere(ctx, config))
}
