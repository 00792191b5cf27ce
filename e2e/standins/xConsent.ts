import { randomBytes } from 'node:crypto'
import type Router from '@koa/router'
import parse from 'co-body'
import { choosing } from './choosing.ts'
import { type Frame, page } from './page.ts'
import { Refusal } from './refusal.ts'
import type { XState } from './x.ts'
import type { Token } from './xSignature.ts'

/** Adds the consent page, on which a person consents or refuses. */
export function consentRoutes(router: Router, frame: Frame, { options, tokens }: XState): void {
  const people = () => options.people.filter(({ x }) => x)

  const paths = ['/oauth/authenticate', '/oauth/authorize']

  router.get(paths, (ctx) => {
    const token = requestTokenOf(ctx.query.oauth_token, tokens)
    const body = choosing({
      site: new URL(token.callback).host,
      asks: token.access === 'write' ? ' and to post for you' : '',
      fields: { oauth_token: token.token },
      people: people(),
      nameOf: ({ x }) => x?.username,
    })
    ctx.body = page({ frame, title: 'Sign in with the X stand-in', body })
  })

  router.post(paths, async (ctx) => {
    const { oauth_token: given, person: key } = await parse.form(ctx)
    const token = requestTokenOf(given, tokens)
    const person = people().find((candidate) => candidate.key === key)
    const back = new URL(token.callback)
    if (person) {
      token.person = person
      token.verifier = randomBytes(16).toString('hex')
      back.searchParams.set('oauth_token', token.token)
      back.searchParams.set('oauth_verifier', token.verifier)
    } else {
      tokens.delete(token.token)
      back.searchParams.set('denied', token.token)
    }
    ctx.redirect(back.href)
  })
}

/** The request token that waits for consent. Throws `Refusal` 404 when it does not exist or was used. */
function requestTokenOf(given: unknown, tokens: XState['tokens']): Token & { callback: string } {
  const token = tokens.get(String(given))
  const { callback } = token ?? {}
  if (token?.kind !== 'request' || callback === undefined || token.verifier) {
    throw new Refusal(
      404,
      'Whoa there! There is no request token for this page. It may have been used already.',
    )
  }
  return Object.assign(token, { callback })
}
