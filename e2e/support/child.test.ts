import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it, onTestFinished } from 'vitest'

/** A server that prints its id, takes some time to stop, and ends at a second signal, like the real one. */
const SERVER = `
  process.once('SIGINT', () => { console.log('stopping'); setTimeout(() => { console.log('stopped'); process.exit(7) }, 200) })
  process.once('SIGTERM', () => { console.log('terminated'); process.exit(0) })
  setInterval(() => {}, 1000)
  console.log('pid ' + process.pid)
`

/** Runs `SERVER` through `runChild`, in a process group of its own, as a shell does. */
async function start() {
  const module = JSON.stringify(new URL('./child.ts', import.meta.url).href)
  const code = `import { runChild } from ${module}; process.exitCode = await runChild(['-e', ${JSON.stringify(SERVER)}], process.env).ended`
  const args = ['--import', 'tsx', '--input-type=module', '-e', code]
  const shell = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'], detached: true })
  const output = { text: '' }
  shell.stdout.on('data', (text) => {
    output.text += text
  })
  const ended = once(shell, 'exit')
  const closed = once(shell.stdout, 'close')
  onTestFinished(() => void shell.kill('SIGKILL'))
  await expect.poll(() => output.text, { timeout: 10_000 }).toMatch(/pid \d+\n/)
  const group = shell.pid === undefined ? expect.fail('not started') : -shell.pid
  return { shell, group, output, ended, closed }
}

describe('runChild', () => {
  it('passes one signal on, also if a terminal signals the whole group, and returns the exit code', async () => {
    const { group, output, ended } = await start()
    process.kill(group, 'SIGINT')
    await expect.poll(() => output.text).toContain('stopping')
    process.kill(group, 'SIGINT')
    expect((await ended)[0]).toBe(7)
    expect(output.text).toContain('stopped')
  })

  it('ends the child when its own process is killed', async () => {
    const { shell, output, closed } = await start()
    shell.kill('SIGKILL')
    // The child has the other end of the pipe, which closes when the child has ended.
    await closed
    expect(output.text).toContain('terminated')
  })
})
