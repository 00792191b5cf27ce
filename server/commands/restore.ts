/**
 * `npm run restore -- FOLDER`: restores a backup while no server runs, without the people who were deleted
 * since.
 */
import type { Document } from '../store/file/document.ts'
import { CommandRefused, databaseUrlOf, dataFileOf, runCommand } from './command.ts'
import { readBackup, restoreDataFile } from './moving/backup.ts'

const DAY_MS = 24 * 3_600_000

await runCommand(async ([folder, ...rest]) => {
  if (!folder || rest.length > 0) throw new CommandRefused('Say where from: npm run restore -- FOLDER')
  const backup = await readBackup(folder)
  const { accounts } = await restore(backup, process.env)
  const gone = backup.accounts.length - accounts.length
  const at = new Date(backup.savedAt).toISOString()
  console.log(`The backup of ${at} is in place: ${accounts.length} accounts.`)
  if (gone > 0) console.log(`${gone} of it were deleted since, and are deleted again.`)
  warnIfOld(backup, process.env)
})

async function restore(backup: Document, env: NodeJS.ProcessEnv): Promise<Document> {
  if (!env.DATABASE_URL?.trim()) return restoreDataFile(dataFileOf(env), backup)
  const { restoreDatabase } = await import('./moving/move.ts')
  return restoreDatabase(backup, databaseUrlOf(env))
}

/** Warns when the backup is older than the record of deletions, which is kept as long as the audit trail. */
function warnIfOld({ savedAt }: Document, env: NodeJS.ProcessEnv): void {
  const days = Number(env.AUDIT_DAYS?.trim() || 90)
  if (Date.now() - savedAt <= days * DAY_MS) return
  console.log(
    `The backup is older than ${days} days (AUDIT_DAYS), for which deletions are remembered: people who were deleted before that may be back.`,
  )
}
