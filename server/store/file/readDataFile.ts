import { setTimeout as sleep } from 'node:timers/promises'
import { type Document, emptySnapshot } from './document.ts'
import { load } from './load.ts'
import { refusal } from './refusal.ts'
import { SnapshotFile } from './snapshot.ts'

const TRIES = 5
const TRY_AGAIN_MS = 50

/**
 * Reads the data file and its journals. It changes nothing and takes no lock, so a server may be using the file. Throws
 * `StoreRefused` when the file cannot be read as a whole.
 */
export async function readDataFile(file: string): Promise<Document> {
  for (let left = TRIES; ; left--) {
    try {
      const snapshot = (await new SnapshotFile(file).read()) ?? emptySnapshot(0)
      const { memory, savedAt } = await load(snapshot, file)
      return { savedAt, ...memory.capture() }
    } catch (error) {
      // A server may have replaced the files during the read.
      if (left === 1) throw await refusal(error, file)
      await sleep(TRY_AGAIN_MS)
    }
  }
}

/** Writes a new data file. */
export async function writeDataFile(file: string, document: Document): Promise<void> {
  await new SnapshotFile(file).write({ ...emptySnapshot(document.savedAt), ...document })
}
