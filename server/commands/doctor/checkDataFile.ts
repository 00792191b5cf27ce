import { existsSync } from 'node:fs'
import { access, constants, open, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Document } from '../../store/file/document.ts'
import { holderOf } from '../../store/file/lock.ts'
import { locate } from '../../store/file/openFiles.ts'
import { readDataFile } from '../../store/file/readDataFile.ts'
import { refusal } from '../../store/file/refusal.ts'
import { type Finding, fault, ok, warning, wordsOf } from './finding.ts'

const ABOUT = 'store'

/** The permission bits of other users. */
const OTHERS = 0o077

/** The findings, and the content of the store if it could be read. */
export interface Looked<Content> {
  findings: Finding[]
  content: Content | undefined
}

/**
 * Checks whether the data file can be read and written, which process uses it, and whether other users can
 * read it.
 */
export async function checkDataFile(path: string): Promise<Looked<Document>> {
  const file = await locate(resolve(path))
  if (!existsSync(file)) return { findings: [await checkNewFile(file)], content: undefined }
  try {
    await access(file, constants.R_OK | constants.W_OK)
    await tryToWrite(file)
    const content = await readDataFile(file)
    const holder = await holderOf(file)
    const use = holder ? `in use by process ${holder.pid}` : 'in use by no server'
    const found = `${file} can be read and written, ${use}; ${content.accounts.length} accounts`
    const findings = [ok(ABOUT, found)]
    if ((await stat(file)).mode & OTHERS)
      findings.push(warning(ABOUT, `other users of this machine may read ${file}: chmod 600`))
    return { findings, content }
  } catch (error) {
    return { findings: [fault(ABOUT, (await refusal(error, file)).message)], content: undefined }
  }
}

/** Checks whether the server can create the file, and its folder if only the last level is missing. */
async function checkNewFile(file: string): Promise<Finding> {
  const folder = dirname(file)
  try {
    if (existsSync(folder)) await tryToWrite(file)
    else await access(dirname(folder), constants.W_OK)
    return ok(ABOUT, `${file} does not exist yet; the server creates it`)
  } catch (error) {
    return fault(
      ABOUT,
      `${file} cannot be made (${wordsOf(error)}): make its folder, and give it to the user of the server`,
    )
  }
}

/** Writes and removes another file, because a server may be using the data file. */
async function tryToWrite(file: string): Promise<void> {
  const path = `${file}.doctor-${process.pid}`
  const handle = await open(path, 'wx', 0o600)
  try {
    await handle.writeFile('may I write?')
    await handle.sync()
  } finally {
    await handle.close()
    await rm(path, { force: true })
  }
}
