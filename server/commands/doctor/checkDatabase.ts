import { withoutAddresses } from '../../address.ts'
import { StoreRefused } from '../../store/storeRefused.ts'
import type { Looked } from './checkDataFile.ts'
import { fault, ok, wordsOf } from './finding.ts'
import { type DatabaseFacts, lookIntoDatabase } from './lookIntoDatabase.ts'

const ABOUT = 'store'

/** Checks whether the database can be reached, has a supported version, and can be written. */
export async function checkDatabase(url: string): Promise<Looked<DatabaseFacts>> {
  try {
    const facts = await lookIntoDatabase(url)
    return { findings: [ok(ABOUT, wordsAbout(facts))], content: facts }
  } catch (error) {
    return { findings: [fault(ABOUT, faultOf(error))], content: undefined }
  }
}

function wordsAbout({ version, missing, inside }: DatabaseFacts): string {
  const begin = `PostgreSQL ${version} can be read and written`
  if (!inside) return `${begin}; ${missing.length} migrations run at the next start`
  const use = inside.servers > 0 ? `in use by ${inside.servers} servers` : 'in use by no server'
  return `${begin}, ${use}; ${inside.accounts} accounts`
}

/** A refusal may contain advice, after a semicolon. Any error but a refusal is about permissions. */
function faultOf(error: unknown): string {
  if (!(error instanceof StoreRefused))
    return `the database cannot be written (${wordsOf(error)}): the role of DATABASE_URL must own it`
  const fact = withoutAddresses(error.message).replace(/^DATABASE_URL: |\.$/g, '')
  return fact.includes('; ') ? fact : `${fact}: check DATABASE_URL, and PostgreSQL itself`
}
