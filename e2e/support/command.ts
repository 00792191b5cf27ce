import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** The exit code and the output of a command. */
export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs a built command, `node dist/server/NAME.js`. Its environment holds only these settings and PATH. */
export async function runBuilt(
  name: string,
  args: string[],
  { settings, folder }: { settings: Record<string, string>; folder?: string },
): Promise<Ended> {
  const child = spawn(process.execPath, [`dist/server/${name}.js`, ...args], {
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: folder,
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (text) => {
    output.stdout += text
  })
  child.stderr.on('data', (text) => {
    output.stderr += text
  })
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...output }
}
