/** `npm run export -- FILE`: copies the database of DATABASE_URL into a new data file. */
import { CommandRefused, databaseUrlOf, runCommand } from './command.ts'
import { exportFile } from './moving/move.ts'
import { tellDigest } from './tellDigest.ts'

await runCommand(async ([file, ...rest]) => {
  if (!file || rest.length > 0) throw new CommandRefused('Say which file: npm run export -- FILE')
  tellDigest(await exportFile(file, databaseUrlOf(process.env)))
  console.log(`All of the database is in ${file}, compared row by row.`)
})
