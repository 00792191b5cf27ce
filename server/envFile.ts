import { existsSync, readFileSync } from 'node:fs'

/** An .env file with a line that its readers would read differently. */
export class EnvFileRefused extends Error {
  override name = 'EnvFileRefused'

  constructor(path: string, faults: string[]) {
    const lines = faults.map((fault) => `  ${fault}`).join('\n')
    super(`${path} does not mean the same to npm start, systemd and a shell:\n${lines}`)
  }
}

/** `NAME=value`, as all readers understand it. */
const ASSIGNMENT = /^([A-Za-z_][A-Za-z0-9_]*)=(.*)$/

/** In single quotes everything is literal, for Node, systemd and shells. */
const SINGLE_QUOTED = /^'([^']*)'$/

/** In double quotes, backslash, dollar and backtick are special for at least one reader. */
const DOUBLE_QUOTED = /^"([^"\\$`]*)"$/

/**
 * Without quotes. Spaces and some characters are allowed that a shell, but neither Node nor systemd, treats
 * specially.
 */
const PLAIN = /^[^'"`#\\\s](?:(?:[^'"`#\\\s]| )*[^'"`#\\\s])?$/

/**
 * Reads the assignments of an .env file that mean the same to Node's `process.loadEnvFile`, to systemd's
 * `EnvironmentFile` (systemd.exec(5)) and, where values are quoted, to a shell. For example, Node would cut a
 * value at a `#`. Throws `EnvFileRefused`, naming every line that they read differently.
 */
export function parseEnvFile(text: string, path = '.env'): Record<string, string> {
  const settings: Record<string, string> = {}
  const faults: string[] = []
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#|;|$)/.test(line)) continue
    const [, name, written = ''] = ASSIGNMENT.exec(line.replace(/^ +| +$/g, '')) ?? []
    const value = readValue(written)
    if (name === undefined) faults.push(`line ${index + 1}: must look like NAME='value'`)
    else if (value === undefined)
      faults.push(`line ${index + 1}: put the value in single quotes: ${name}='…'`)
    else settings[name] = value
  }
  if (faults.length > 0) throw new EnvFileRefused(path, faults)
  return settings
}

function readValue(written: string): string | undefined {
  if (written === '') return ''
  const quoted = SINGLE_QUOTED.exec(written) ?? DOUBLE_QUOTED.exec(written)
  return quoted ? quoted[1] : PLAIN.exec(written)?.[0]
}

/**
 * Loads the settings of an .env file, if there is one, into `env`; values already in `env` stay. Throws
 * `EnvFileRefused`.
 */
export function loadEnvFile(path: string, env: NodeJS.ProcessEnv): void {
  if (!existsSync(path)) return
  const settings = parseEnvFile(readFileSync(path, 'utf8'), path)
  for (const [name, value] of Object.entries(settings)) env[name] ??= value
}
