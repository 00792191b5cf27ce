import type { Context } from 'koa'
import type { z } from 'zod'
import { SealBroken } from '../seal.ts'
import type { Services } from '../services.ts'
import { cookieName, cookieOptions } from './cookie.ts'

/** Browsers drop cookies above 4 kB, including name and attributes (RFC 6265, 6.1). */
const MAX_LENGTH = 3_900

/** A cookie that the browser's owner can neither read nor change. */
export interface CookieTerms<Value> {
  name: string
  schema: z.ZodType<Value>
  lifetimeMs: number
}

/** Keeps one value at a time in a browser, sealed for this cookie only. */
export function sealedCookie<Value>(
  { name: shortName, schema, lifetimeMs }: CookieTerms<Value>,
  { config, sealer, now }: Pick<Services, 'config' | 'sealer' | 'now'>,
) {
  const name = cookieName(shortName, config)
  const options = cookieOptions(config)
  const drop = (ctx: Context) => void ctx.cookies.set(name, null, options)

  return {
    drop,

    /**
     * Stores the value, replacing any before. When it is too large for a cookie, drops the old one and
     * returns false.
     */
    async leave(ctx: Context, value: Value): Promise<boolean> {
      const terms = { purpose: shortName, expiresAt: now() + lifetimeMs }
      const sealed = await sealer.seal(JSON.stringify(value), terms)
      if (sealed.length > MAX_LENGTH) {
        drop(ctx)
        return false
      }
      ctx.cookies.set(name, sealed, { ...options, maxAge: lifetimeMs })
      return true
    },

    /**
     * The stored value; undefined when there is none, when it has expired, or when it was not sealed here.
     */
    async read(ctx: Context): Promise<Value | undefined> {
      const sealed = ctx.cookies.get(name)
      if (!sealed) return undefined
      try {
        // Another version of Doorman may have stored a value of another form.
        return schema.safeParse(JSON.parse(await sealer.openCookie(sealed, shortName))).data
      } catch (error) {
        if (error instanceof SealBroken) return undefined
        throw error
      }
    },
  }
}
