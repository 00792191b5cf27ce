/** `npm run import -- FILE`: copies a data file into the empty database of DATABASE_URL. */

import { CommandRefused, databaseUrlOf, runCommand } from './command.ts'
import { importFile } from './moving/move.ts'
import { tellDigest } from './tellDigest.ts'

await runCommand(async ([file, ...rest]) => {
  if (!file || rest.length > 0)
    throw new CommandRefused('Say which file: npm run import -- data/doorman.json')
  tellDigest(await importFile(file, databaseUrlOf(process.env)))
  console.log(`All of ${file} is in the database, compared row by row. Start the servers with DATABASE_URL.`)
})
