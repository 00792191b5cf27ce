import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { adapt, printedBlock } from './blocks.ts'

/** Debian's Python: another one would not find Debian's packages. */
const PYTHON = '/usr/bin/python3'

function hasJwt(): boolean {
  return spawnSync(PYTHON, ['-c', 'import jwt, cryptography']).status === 0
}

/** Installs PyJWT from Debian if it is missing and this process is root. Returns whether it is installed now. */
export function provideJwt(): boolean {
  if (hasJwt()) return true
  if (process.geteuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  const packages = ['python3', 'python3-jwt', 'python3-cryptography']
  const args = ['install', '-y', '--no-install-recommends', ...packages]
  spawnSync('apt-get', args, { stdio: ['ignore', 'inherit', 'inherit'] })
  return hasJwt()
}

interface Terms {
  assertion: string
  /** The URL from which Python fetches the keys. */
  doormanUrl: string
  publicUrl: string
  /** The audience that Python expects. */
  origin: string
}

/** Whether the printed Python accepts the assertion. Throws when Python fails for another reason than the assertion. */
export function acceptsPython({ assertion, doormanUrl, publicUrl, origin }: Terms): boolean {
  const printed = adapt(printedBlock('python', 'PyJWKClient'), {
    '"https://www.example.com/door/.well-known/jwks.json"': `"${doormanUrl}/.well-known/jwks.json"`,
    '"https://www.example.com/door"': `"${publicUrl}"`,
    '"https://www.example.com"': `"${origin}"`,
  })
  const program = `${printed}
import sys
try:
    print(who_is(sys.argv[1])["preferred_username"])
except jwt.InvalidTokenError as error:
    print("refused", error)
`
  const { stdout, stderr, status } = spawnSync(PYTHON, ['-c', program, assertion], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`Python failed: ${stderr}`)
  if (!/^(ada$|refused)/m.test(stdout)) throw new Error(`Python says: ${stdout}`)
  return stdout.trim() === 'ada'
}
