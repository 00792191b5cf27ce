/** koa-passport ships no types; this is the part that is used. */
declare module 'koa-passport' {
  import type { Middleware } from 'koa'
  import type { Strategy } from 'passport'

  export class KoaPassport {
    use(name: string, strategy: Strategy): this
    authenticate(
      name: string,
      options: { session: false },
      callback?: (error: unknown, user: unknown, info: unknown) => Promise<void>,
    ): Middleware
  }
}
