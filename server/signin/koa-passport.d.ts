/** koa-passport ships no types; this is the part that is used. */
declare module 'koa-passport' {
  import type { Middleware } from 'koa'
  import type { Strategy } from 'passport'
  import type { BeginOptions } from '../providers/provider.ts'

  export class KoaPassport {
    use(name: string, strategy: Strategy): this
    authenticate(
      name: string,
      /** The strategy's `authenticate` gets them, too. */
      options: { session: false } & Partial<BeginOptions>,
      callback?: (error: unknown, user: unknown, info: unknown) => Promise<void>,
    ): Middleware
  }
}
