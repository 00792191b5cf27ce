/** The code that the commands share. */
import { EnvFileRefused, loadEnvFile } from '../envFile.ts'
import { isDatabaseUrl } from '../settingValues.ts'
import { StoreUnavailable } from '../store/store.ts'
import { StoreRefused } from '../store/storeRefused.ts'

/**
 * The command was called incorrectly, or something that it needs is missing. The message is for the operator.
 */
export class CommandRefused extends Error {
  override name = 'CommandRefused'
}

/**
 * Runs a command with its arguments, after reading `.env`. Prints an error to standard error and sets exit
 * code 1.
 */
export async function runCommand(command: (args: string[]) => Promise<void>): Promise<void> {
  try {
    loadEnvFile('.env', process.env)
    await command(process.argv.slice(2))
  } catch (error) {
    console.error(isExpected(error) ? explain(error) : error)
    process.exitCode = 1
  }
}

const EXPECTED = [CommandRefused, EnvFileRefused, StoreRefused, StoreUnavailable]

/**
 * Whether an operator can fix the cause, such as a full disk. Any other error is a bug and is printed with
 * its stack.
 */
function isExpected(error: unknown): error is Error {
  const isOfTheSystem = error instanceof Error && 'syscall' in error
  return isOfTheSystem || EXPECTED.some((kind) => error instanceof kind)
}

function explain(error: Error): string {
  const { message, cause } = error
  return error instanceof StoreUnavailable && cause instanceof Error
    ? `${message} (${cause.message})`
    : message
}

/** The URL of the database. Throws `CommandRefused` when it is missing or not well formed. */
export function databaseUrlOf(env: NodeJS.ProcessEnv): string {
  const url = env.DATABASE_URL?.trim()
  if (!url || !isDatabaseUrl(url))
    throw new CommandRefused('DATABASE_URL: must be set; it looks like postgres://user:pass@host:5432/name')
  return url
}

/** The path of the data file. */
export function dataFileOf(env: NodeJS.ProcessEnv): string {
  return env.DATA_FILE?.trim() || 'data/doorman.json'
}

/** The file that `import` reads and `export` writes: the one named, else DATA_FILE. Throws `CommandRefused`. */
export function fileToMove([file, ...rest]: string[], env: NodeJS.ProcessEnv): string {
  if (rest.length > 0) throw new CommandRefused('Name one file, or none: then it is that of DATA_FILE.')
  return file || dataFileOf(env)
}
