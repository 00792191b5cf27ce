import { query } from '@solidjs/router'
import { fetchSession } from './session.ts'

/** The site, its providers, and who is signed in; read again after every change. */
export const readSession = query(fetchSession, 'session')
