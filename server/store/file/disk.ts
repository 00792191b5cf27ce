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

/** Writes the text to the disk. `flags`: those of open(2), such as `a`. */
export async function writeSynced(path: string, text: string, flags: string): Promise<void> {
  const handle = await open(path, flags, 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Returns the result of `work`, or undefined if the system refuses it with one of these error codes. */
export async function allowing<T>(codes: readonly string[], work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (codes.includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

/** Returns the result of `work`, or undefined if its file does not exist. */
export function ifThere<T>(work: Promise<T>): Promise<T | undefined> {
  return allowing(['ENOENT'], work)
}
