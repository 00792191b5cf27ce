/** Preloaded into a measured server. Answers the bench's questions about memory, processor time and pauses. */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const RESOLUTION_MS = 2
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })

process.on('message', (question) => {
  if (question === 'watch') {
    delay.enable()
    delay.reset()
  }
  if (question === 'clear up') {
    setFlagsFromString('--expose-gc')
    runInNewContext('gc')()
  }
  const { user, system } = process.cpuUsage()
  const { rss, heapUsed, external } = process.memoryUsage()
  process.send?.({
    residentMb: rss / 2 ** 20,
    heldMb: (heapUsed + external) / 2 ** 20,
    processorMs: (user + system) / 1_000,
    // The histogram holds the time between two samples, which includes the resolution itself.
    longestPauseMs: Math.max(0, delay.max / 1e6 - RESOLUTION_MS),
  })
})
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
process.channel?.unref()
