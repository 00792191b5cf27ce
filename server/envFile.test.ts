import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadEnvFile, parseEnvFile } from './envFile.ts'

const EXAMPLE = readFileSync(join(import.meta.dirname, '../.env.example'), 'utf8')

/** The example, with its commented-out settings turned on. */
const WHOLE_EXAMPLE = EXAMPLE.replace(/^#(?=[A-Z_]+=)/gm, '')

/** The variables that a shell has after `set -a; . FILE`. */
function readByShell(text: string): Record<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'doorman-'))
  try {
    const file = join(folder, '.env')
    writeFileSync(file, text)
    const out = execFileSync('sh', ['-c', `set -a && . "${file}" && exec env -0`], {
      encoding: 'utf8',
      env: {},
    })
    const pairs = out.split('\0').filter(Boolean)
    const settings = pairs.map((pair) => [
      pair.slice(0, pair.indexOf('=')),
      pair.slice(pair.indexOf('=') + 1),
    ])
    const { PWD, _, SHLVL, OLDPWD, ...own } = Object.fromEntries(settings)
    return own
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/**
 * How systemd reads a file, by systemd.exec(5), EnvironmentFile=: comments begin only at the start of a line;
 * unquoted values are trimmed, and a backslash keeps the next character; single quotes keep everything; in
 * double quotes a backslash only escapes `"\` and the backtick and dollar.
 */
function readBySystemd(text: string): Record<string, string> {
  const settings: Record<string, string> = {}
  for (const line of text.split('\n')) {
    if (/^\s*[#;]/.test(line) || !line.includes('=')) continue
    const name = line.slice(0, line.indexOf('=')).trim()
    settings[name] = systemdValue(line.slice(line.indexOf('=') + 1).trim())
  }
  return settings
}

function systemdValue(written: string): string {
  let value = ''
  let rest = written
  while (rest !== '') {
    const [all = '', single, double, escaped, plain] =
      /^(?:'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^'"\\]))/.exec(rest) ?? []
    if (all === '') throw new Error(`systemd has no reading for ${written}`)
    value += single ?? double?.replace(/\\(["\\`$])/g, '$1') ?? escaped ?? plain ?? ''
    rest = rest.slice(all.length)
  }
  return value
}

describe('.env.example', () => {
  it('has the same meaning for npm start, systemd and a shell', () => {
    const settings = parseEnvFile(WHOLE_EXAMPLE)
    expect(Object.keys(settings).length).toBeGreaterThanOrEqual(25)
    expect(settings).toMatchObject({
      MAIL_FROM: 'Example <hello@example.com>',
      ACCENT_COLOR: '#b4552d',
      WELCOME_TWEET: 'Just joined Example! https://www.example.com',
    })
    expect(readBySystemd(WHOLE_EXAMPLE)).toEqual(settings)
    expect(readByShell(WHOLE_EXAMPLE)).toEqual(settings)
    expect(parseEnv(WHOLE_EXAMPLE)).toEqual(settings)
  })
})

describe('an .env file', () => {
  it.each([
    'SECRET=abc#def',
    'SECRET=abc #def',
    "SECRET='abc' # why",
    'SECRET="a$b"',
    'SECRET="a\\nb"',
    'SECRET=`abc`',
    "SECRET='abc",
    "SECRET=it's",
    'SECRET=a\\b',
  ])('is refused with the number of a line that readers read differently: %s', (line) => {
    expect(() => parseEnvFile(`A=1\n\n${line}\n`)).toThrow(
      "line 3: put the value in single quotes: SECRET='…'",
    )
  })

  it.each(['export A=1', 'A = 1', 'nonsense'])(
    'is refused with a line that is not an assignment: %s',
    (line) => {
      expect(() => parseEnvFile(line)).toThrow("line 1: must look like NAME='value'")
    },
  )

  it('is accepted when all readers except a shell agree', () => {
    const text = 'MAIL_FROM=Example <hello@example.com>\nSITE_NAME=My  site\nEMPTY=\n'
    const settings = { MAIL_FROM: 'Example <hello@example.com>', SITE_NAME: 'My  site', EMPTY: '' }
    expect(parseEnvFile(text)).toEqual(settings)
    expect(readBySystemd(text)).toEqual(settings)
    expect(parseEnv(text)).toEqual(settings)
  })

  it('never has another meaning for Node or systemd, whatever it contains', () => {
    let taken = 0
    const pieces = fc.constantFrom(
      "'",
      '"',
      '#',
      '\\',
      '$',
      '`',
      ' ',
      ';',
      '=',
      'a',
      'b',
      'é',
      '<',
      '>',
      '\t',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const text = `NAME=${parts.join('')}`
        let settings: Record<string, string>
        try {
          settings = parseEnvFile(text)
        } catch {
          return
        }
        taken += 1
        expect(parseEnv(text)).toEqual(settings)
        expect(readBySystemd(text)).toEqual(settings)
      }),
      { numRuns: 5_000 },
    )
    expect(taken).toBeGreaterThan(200)
  })

  it('does not override settings that are already set, and may be missing', () => {
    const folder = mkdtempSync(join(tmpdir(), 'doorman-'))
    const file = join(folder, '.env')
    writeFileSync(file, "A='1'\nB='2'\n")
    const env: NodeJS.ProcessEnv = { A: 'mine' }
    loadEnvFile(file, env)
    loadEnvFile(join(folder, 'none'), env)
    expect(env).toEqual({ A: 'mine', B: '2' })
    rmSync(folder, { recursive: true })
  })
})
