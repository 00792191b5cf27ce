import type { Context } from 'koa'

/** Throw it to end a request with a refusal in the provider's format. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly status: number
  readonly body: string | object

  constructor(status: number, body: string | object) {
    super(`refused with ${status}`)
    this.status = status
    this.body = body
  }
}

/** Middleware that answers with a thrown `Refusal`; Koa sends an object as JSON. */
export async function refusals(ctx: Context, next: () => Promise<void>): Promise<void> {
  try {
    await next()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    ctx.status = error.status
    ctx.body = error.body
  }
}
