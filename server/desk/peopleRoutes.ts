import type Router from '@koa/router'
import { z } from 'zod'
import type { PeopleAnswer } from '../deskApi.ts'
import type { Services } from '../services.ts'
import { type Standing, standingOf } from '../store/account.ts'
import { type AccountKey, type Found, SEARCH_FIELDS } from '../store/store.ts'
import type { Guards } from './access.ts'
import { cursorOf, placeAfter } from './cursor.ts'
import { lastSeenOf } from './lastSeenOf.ts'
import { presentPerson } from './presentPerson.ts'
import { badQuery } from './refusals.ts'

const PAGE = 50

const placeSchema = z.strictObject({ by: z.enum(SEARCH_FIELDS), key: z.string(), id: z.string() })

const stateSchema = z.enum(['active', 'locked', 'leaving'])

/** `/api/desk/people`: finds people by the start of a username, name or address, by id, or by identity. */
export function peopleRoutes(router: Router, { store }: Pick<Services, 'store'>, { access }: Guards): void {
  router.get('/api/desk/people', async (ctx) => {
    await access.admit(ctx)
    const start = textOf(ctx.query.q)
    const state = readState(ctx.query.state)
    const after = placeAfter(ctx.query.after, placeSchema)
    const exact = await findExactly(start, state)
    const search = { start, ...(state && { state }), ...(after && { after }), limit: PAGE + 1 }
    const found = await store.search(search)
    const page = found.slice(0, PAGE)
    const others = page.filter(({ account }) => account.user.id !== exact?.account.user.id)
    const shown = exact && !after ? [exact, ...others] : others
    const last = page.at(-1)
    ctx.body = {
      people: shown.map(({ account, lastSeenAt }) => presentPerson(account, lastSeenAt)),
      next: found.length > PAGE && last ? cursorOf(last.place) : null,
    } satisfies PeopleAnswer
  })

  /** The account with this id or identity, if it is in this state. */
  async function findExactly(
    text: string,
    state: Standing | undefined,
  ): Promise<Pick<Found, 'account' | 'lastSeenAt'> | undefined> {
    const account = await store.find(exactKey(text))
    if (!account || (state !== undefined && standingOf(account.user) !== state)) return undefined
    const { id } = account.user
    return { account, lastSeenAt: await lastSeenOf(id, await store.sessionsOf(id), store) }
  }
}

function exactKey(text: string): AccountKey {
  const colon = text.indexOf(':')
  return colon > 0 ? { provider: text.slice(0, colon), uid: text.slice(colon + 1) } : { id: text }
}

function textOf(query: string | string[] | undefined): string {
  if (Array.isArray(query)) throw badQuery()
  return query?.trim() ?? ''
}

function readState(query: string | string[] | undefined): Standing | undefined {
  if (query === undefined || query === '') return undefined
  const parsed = stateSchema.safeParse(query)
  if (!parsed.success) throw badQuery()
  return parsed.data
}
