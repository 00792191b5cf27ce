import type { Context } from 'koa'
import type { User } from '../store/account.ts'

/** Sends the data of the user as a JSON file. */
export function sendAsFile(ctx: Context, { username }: Pick<User, 'username'>, content: object): void {
  const name = fileName(username)
  // By default Latin-1 characters are sent unencoded, which some proxies and clients misread.
  ctx.attachment(name, { fallback: name.replace(/[^ -~]/g, '_') })
  ctx.type = 'application/json'
  ctx.body = `${JSON.stringify(content, null, 2)}\n`
}

/** A file name that every system accepts, without a path. */
function fileName(username: string): string {
  return `doorman-${username.replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '_')}.json`
}
