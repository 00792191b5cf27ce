/** `npm run backup -- FOLDER`: copies all data into a file in the folder, while the servers run. */
import type { Document } from '../store/file/document.ts'
import { CommandRefused, databaseUrlOf, dataFileOf, runCommand } from './command.ts'
import { backUpDataFile, writeBackup } from './moving/backup.ts'

await runCommand(async ([folder, ...rest]) => {
  if (!folder || rest.length > 0) throw new CommandRefused('Say where to: npm run backup -- FOLDER')
  const { accounts, jobs } = await backUp(folder, process.env)
  console.log(
    `The backup is in ${folder}: ${accounts.length} accounts, and ${jobs.length} jobs that were waiting.`,
  )
})

async function backUp(folder: string, env: NodeJS.ProcessEnv): Promise<Document> {
  if (!env.DATABASE_URL?.trim()) return backUpDataFile(dataFileOf(env), folder)
  const { readForBackup } = await import('./moving/move.ts')
  return writeBackup(folder, await readForBackup(databaseUrlOf(env)))
}
