import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it, onTestFinished } from 'vitest'

/** A server that says its id, takes its time to stop, and is killed by a second signal, as the real one is. */
const SERVER = `
  process.once('SIGINT', () => { console.log('stopping'); setTimeout(() => { console.log('stopped'); process.exit(7) }, 200) })
  process.once('SIGTERM', () => { console.log('terminated'); process.exit(0) })
  setInterval(() => {}, 1000)
  console.log('pid ' + process.pid)
`

/** Runs `SERVER` through `runChild`, in a group of its own as a shell would. */
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
  it('passes one signal on, even if a terminal sends it to all, and the exit code back', async () => {
    const { group, output, ended } = await start()
    process.kill(group, 'SIGINT')
    await expect.poll(() => output.text).toContain('stopping')
    process.kill(group, 'SIGINT')
    expect((await ended)[0]).toBe(7)
    expect(output.text).toContain('stopped')
  })

  it('leaves nothing behind when it is killed itself', async () => {
    const { shell, output, closed } = await start()
    shell.kill('SIGKILL')
    // The child holds the other end of the pipe: it closes when the child is gone.
    await closed
    expect(output.text).toContain('terminated')
  })
})
