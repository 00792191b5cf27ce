/** `npm run import [-- FILE]`: copies a data file into the empty database of DATABASE_URL. */

import { databaseUrlOf, fileToMove, runCommand } from './command.ts'
import { importFile } from './moving/move.ts'
import { tellDigest } from './tellDigest.ts'

await runCommand(async (args) => {
  const file = fileToMove(args, process.env)
  tellDigest(await importFile(file, databaseUrlOf(process.env)))
  console.log(`All of ${file} is in the database, compared row by row. Start the servers with DATABASE_URL.`)
})
