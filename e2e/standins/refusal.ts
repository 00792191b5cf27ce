import type { Context } from 'koa'

/** An answer that ends the request: a refusal as the provider would put it. */
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

/** Answers with what was thrown as `Refusal`; an object goes out as JSON. */
export async function refusals(ctx: Context, next: () => Promise<void>): Promise<void> {
  try {
    await next()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    ctx.status = error.status
    ctx.body = error.body
  }
}
