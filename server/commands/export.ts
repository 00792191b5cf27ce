/** `npm run export [-- FILE]`: copies the database of DATABASE_URL into a new data file. */
import { databaseUrlOf, fileToMove, runCommand } from './command.ts'
import { exportFile } from './moving/move.ts'
import { tellDigest } from './tellDigest.ts'

await runCommand(async (args) => {
  const file = fileToMove(args, process.env)
  tellDigest(await exportFile(file, databaseUrlOf(process.env)))
  console.log(`All of the database is in ${file}, compared row by row.`)
})
