import type { Context } from 'koa'
import type { User } from '../store/account.ts'

/** Answers with what is kept about the user, as a file for people and programs. */
export function sendAsFile(ctx: Context, { username }: Pick<User, 'username'>, content: object): void {
  const name = fileName(username)
  // By default letters of Latin-1 go unencoded, which some software on the way misreads.
  ctx.attachment(name, { fallback: name.replace(/[^ -~]/g, '_') })
  ctx.type = 'application/json'
  ctx.body = `${JSON.stringify(content, null, 2)}\n`
}

/** A name that every system accepts and that contains no path. */
function fileName(username: string): string {
  return `doorman-${username.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '_')}.json`
}
