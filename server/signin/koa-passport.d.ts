/** koa-passport ships no types. These cover the part that is used here. */
declare module 'koa-passport' {
  import type { Middleware } from 'koa'
  import type { Strategy } from 'passport'
  import type { BeginOptions } from '../providers/provider.ts'

  export class KoaPassport {
    use(name: string, strategy: Strategy): this
    authenticate(
      name: string,
      /** koa-passport passes them to the strategy's `authenticate`. */
      options: { session: false } & Partial<BeginOptions>,
      callback?: (error: unknown, user: unknown, info: unknown) => Promise<void>,
    ): Middleware
  }
}
