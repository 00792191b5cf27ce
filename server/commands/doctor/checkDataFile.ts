import { access, constants, open, rm, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Document } from '../../store/file/document.ts'
import { holderOf } from '../../store/file/lock.ts'
import { locate } from '../../store/file/openFiles.ts'
import { readDataFile } from '../../store/file/readDataFile.ts'
import { refusal } from '../../store/file/refusal.ts'
import { type Finding, fault, ok, warning, wordsOf } from './finding.ts'

const ABOUT = 'store'

/** Others than the owner may read. */
const OTHERS = 0o077

/** What was found, and what is in the store if that could be read. */
export interface Looked<Content> {
  findings: Finding[]
  content: Content | undefined
}

/** The data file: whether it can be read and written, by whom it is used, and who else may read it. */
export async function checkDataFile(path: string): Promise<Looked<Document>> {
  const file = await locate(resolve(path))
  const there = await stat(file).catch(() => undefined)
  if (!there) return { findings: [await checkNewFile(file)], content: undefined }
  try {
    await access(file, constants.R_OK | constants.W_OK)
    await tryToWrite(file)
    const content = await readDataFile(file)
    const holder = await holderOf(file)
    const use = holder ? `in use by process ${holder.pid}` : 'in use by no server'
    const found = `${file} can be read and written, ${use}; ${content.accounts.length} accounts`
    const findings = [ok(ABOUT, found)]
    if (there.mode & OTHERS)
      findings.push(warning(ABOUT, `other users of this machine may read ${file}: chmod 600`))
    return { findings, content }
  } catch (error) {
    return { findings: [fault(ABOUT, (await refusal(error, file)).message)], content: undefined }
  }
}

/** The server makes the file, and its folder if only the last level is missing. */
async function checkNewFile(file: string): Promise<Finding> {
  const folder = dirname(file)
  const isThere = (await stat(folder).catch(() => undefined)) !== undefined
  try {
    if (isThere) await tryToWrite(file)
    else await access(dirname(folder), constants.W_OK)
    return ok(ABOUT, `${file} is not there yet; the server makes it`)
  } catch (error) {
    return fault(
      ABOUT,
      `${file} cannot be made (${wordsOf(error)}): make its folder, and give it to the user of the server`,
    )
  }
}

/** With a file of its own that is gone afterwards: a server may be at work. */
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
