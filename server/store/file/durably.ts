import { open } from 'node:fs/promises'

/** Writes the names in the folder to the disk. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Ignores that a file does not exist. */
export async function ifThere(change: Promise<void>): Promise<void> {
  try {
    await change
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
