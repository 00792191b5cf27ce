import { open } from 'node:fs/promises'

/** Makes sure that the names in the folder are on the disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Does without what is not there. */
export async function ifThere(change: Promise<void>): Promise<void> {
  try {
    await change
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
