import type { Config } from '../../config.ts'
import type { Document } from '../../store/file/document.ts'
import type { Compared } from './checkClock.ts'
import { checkDataFile } from './checkDataFile.ts'
import { checkDisk } from './checkDisk.ts'
import { looksSealed, type Sealed } from './checkSeals.ts'
import type { Finding } from './finding.ts'
import type { DatabaseFacts } from './lookIntoDatabase.ts'

/** The content of the store that other checks need. */
export interface Contents extends Sealed {
  deadLetters: number
}

/** The findings about the store, and its content if it could be read. */
interface StoreLooked {
  findings: Finding[]
  contents: Contents | undefined
  /** The clock of a database. */
  clock?: Compared
}

/** Checks the store that the settings choose. */
export async function lookIntoStore({ databaseUrl, dataFile }: Config): Promise<StoreLooked> {
  if (databaseUrl) return lookIntoChosenDatabase(databaseUrl)
  const { findings, content } = await checkDataFile(dataFile)
  return { findings: [...findings, await checkDisk(dataFile)], contents: content && contentsOf(content) }
}

async function lookIntoChosenDatabase(url: string): Promise<StoreLooked> {
  // Imported on demand: its packages take a third of the doctor's time.
  const { checkDatabase } = await import('./checkDatabase.ts')
  const begun = Date.now()
  const { findings, content } = await checkDatabase(url)
  if (!content) return { findings, contents: undefined }
  const clock = { of: 'the database', aheadMs: aheadOf(content.now, begun) }
  return { findings, contents: insideOf(content), clock }
}

/** How far our clock is ahead. The database sent its time at some moment between `begun` and now. */
function aheadOf(time: number, begun: number): number {
  if (time < begun) return begun - time
  return Math.min(Date.now() - time, 0)
}

function contentsOf({ accounts, deadLetters, jobs }: Document): Contents {
  return {
    connections: accounts.flatMap(({ connections }) => connections),
    letters: deadLetters.flatMap(({ sealed }) => sealed || []),
    waitingJobs: countSealed(jobs.map(({ payload }) => payload)),
    deadLetters: deadLetters.length,
  }
}

function insideOf({ inside }: DatabaseFacts): Contents | undefined {
  if (!inside) return undefined
  const { connections, letters, payloads, deadLetters } = inside
  return { connections, letters, waitingJobs: countSealed(payloads), deadLetters }
}

function countSealed(payloads: readonly Readonly<Record<string, string | null>>[]): number {
  return payloads.filter((payload) => Object.values(payload).some(looksSealed)).length
}
