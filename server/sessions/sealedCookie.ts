import type { Context } from 'koa'
import type { z } from 'zod'
import { SealBroken, type Sealer } from '../seal.ts'
import type { Services } from '../services.ts'
import { cookieName, cookieOptions } from './cookie.ts'

/** Browsers drop cookies above 4 kB, including name and attributes (RFC 6265, 6.1). */
const MAX_LENGTH = 3_900

/** A cookie that the browser's owner can neither read nor change. */
interface CookieTerms<Value> {
  name: string
  schema: z.ZodType<Value>
  lifetimeMs: number
}

/** Keeps one value at a time in a browser, sealed for this cookie only. */
export function createSealedCookie<Value>(
  { name: purpose, schema, lifetimeMs }: CookieTerms<Value>,
  { config, sealer, now }: Pick<Services, 'config' | 'sealer' | 'now'>,
) {
  const name = cookieName(purpose, config)
  const options = cookieOptions(config)
  const drop = (ctx: Context) => void ctx.cookies.set(name, null, options)

  return {
    drop,

    /**
     * Stores the value, replacing any before. When it is too large for a cookie, drops the old one and
     * returns false.
     */
    async set(ctx: Context, value: Value): Promise<boolean> {
      const sealed = await sealer.seal(JSON.stringify(value), { purpose, expiresAt: now() + lifetimeMs })
      const fits = sealed.length <= MAX_LENGTH
      if (fits) ctx.cookies.set(name, sealed, { ...options, maxAge: lifetimeMs })
      else drop(ctx)
      return fits
    },

    /**
     * The stored value; undefined when there is none, when it has expired, or when it was not sealed here.
     * Another version of Doorman may have stored a value of another form.
     */
    read: async (ctx: Context): Promise<Value | undefined> =>
      schema.safeParse(await openCookie(ctx.cookies.get(name), purpose, sealer)).data,
  }
}

/**
 * The value in a sealed cookie, unchecked. Undefined without a cookie, when it has expired, or when it was not
 * sealed here for this purpose.
 */
export async function openCookie(
  sealed: string | undefined,
  purpose: string,
  sealer: Pick<Sealer, 'openCookie'>,
): Promise<unknown> {
  if (!sealed) return undefined
  try {
    return JSON.parse(await sealer.openCookie(sealed, purpose))
  } catch (error) {
    if (error instanceof SealBroken) return undefined
    throw error
  }
}
