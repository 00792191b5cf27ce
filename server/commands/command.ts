/** What the commands beside the server have in common. */
import { EnvFileRefused, loadEnvFile } from '../envFile.ts'
import { StoreRefused } from '../store/file/storeRefused.ts'
import { DatabaseRefused, MoveRefused } from '../store/postgres/databaseRefused.ts'

/** The command was called in a wrong way, or what it needs is not there. The message is for the operator. */
export class CommandRefused extends Error {
  override name = 'CommandRefused'
}

/** Runs a command with its arguments, after reading `.env`. What goes wrong is told on standard error, exit code 1. */
export async function runCommand(command: (args: string[]) => Promise<void>): Promise<void> {
  try {
    loadEnvFile('.env', process.env)
    await command(process.argv.slice(2))
  } catch (error) {
    const expected = [CommandRefused, EnvFileRefused, MoveRefused, DatabaseRefused, StoreRefused]
    const isExpected = expected.some((kind) => error instanceof kind)
    console.error(isExpected ? (error as Error).message : error)
    process.exitCode = 1
  }
}

/** The address of the database. Throws `CommandRefused` when there is none. */
export function databaseUrlOf(env: NodeJS.ProcessEnv): string {
  const url = env.DATABASE_URL?.trim()
  if (!url)
    throw new CommandRefused('DATABASE_URL: must be set; it looks like postgres://user:pass@host:5432/name')
  return url
}

/** The data file. */
export function dataFileOf(env: NodeJS.ProcessEnv): string {
  return env.DATA_FILE?.trim() || 'data/doorman.json'
}
