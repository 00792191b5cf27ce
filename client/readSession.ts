import { query } from './query.ts'
import { fetchSession } from './session.ts'

/** Reads the providers and the user who is signed in, for the pages with the router. */
export const readSession = query(fetchSession, 'session')
