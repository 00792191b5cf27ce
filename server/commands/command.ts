/** What the commands beside the server have in common. */
import { EnvFileRefused, loadEnvFile } from '../envFile.ts'
import { isDatabaseUrl } from '../settingValues.ts'
import { StoreRefused } from '../store/file/storeRefused.ts'
import { DatabaseRefused, MoveRefused } from '../store/postgres/databaseRefused.ts'
import { StoreUnavailable } from '../store/store.ts'

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
    console.error(isExpected(error) ? wordsOf(error) : error)
    process.exitCode = 1
  }
}

const EXPECTED = [
  CommandRefused,
  EnvFileRefused,
  MoveRefused,
  DatabaseRefused,
  StoreRefused,
  StoreUnavailable,
]

/** What an operator can do something about, such as a full disk; anything else is a bug, whose place must be known. */
function isExpected(error: unknown): error is Error {
  const isOfTheSystem = error instanceof Error && 'syscall' in error
  return isOfTheSystem || EXPECTED.some((kind) => error instanceof kind)
}

function wordsOf(error: Error): string {
  const { message, cause } = error
  return error instanceof StoreUnavailable && cause instanceof Error
    ? `${message} (${cause.message})`
    : message
}

/** The address of the database. Throws `CommandRefused` when there is none, or it is not well formed. */
export function databaseUrlOf(env: NodeJS.ProcessEnv): string {
  const url = env.DATABASE_URL?.trim()
  if (!url || !isDatabaseUrl(url))
    throw new CommandRefused('DATABASE_URL: must be set; it looks like postgres://user:pass@host:5432/name')
  return url
}

/** The data file. */
export function dataFileOf(env: NodeJS.ProcessEnv): string {
  return env.DATA_FILE?.trim() || 'data/doorman.json'
}
