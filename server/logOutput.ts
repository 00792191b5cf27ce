import { write, writeSync } from 'node:fs'

/** At most this many bytes wait for a reader that has stalled. Further lines are dropped and counted. */
const MAX_WAITING_BYTES = 1_048_576

const TRY_AGAIN_MS = 50

/** The destination of log lines. */
export interface LogOutput {
  /** Accepts a line without waiting for the reader. */
  write(line: string): void
  /** Resolves when all lines are written, when the reader is gone, or after `limitMs`. */
  flush(limitMs: number): Promise<void>
  /** Called at the exit of the process: writes what the reader takes at once, and drops the rest. */
  flushNow(): void
}

interface LogOutputOptions {
  /**
   * A pipe must be non-blocking: a blocked write would keep a thread, and thereby the process, from ending.
   */
  fd: number
  /** Called when a stalled reader has taken all waiting lines. `dropped` is the number of lines lost. */
  onCaughtUp(dropped: number): void
}

/**
 * Writes lines to a file descriptor, in order, with bounded memory. pino's own destination is not used,
 * because its flush at the exit of the process waits for ever for a reader that has stalled or is gone
 * (https://github.com/pinojs/sonic-boom, `flushSync`).
 */
export function createLogOutput({ fd, onCaughtUp }: LogOutputOptions): LogOutput {
  let waiting: string[] = []
  let waitingBytes = 0
  let dropped = 0
  let isReaderGone = false
  /** The reader has taken only a part of the current lines. Nothing may be written in between. */
  let isStalled = false
  let writing: Promise<void> | undefined

  function take(): Buffer {
    const lines = Buffer.from(waiting.join(''))
    waiting = []
    return lines
  }

  const stalls = (now: boolean) => {
    isStalled = now
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0 && !isReaderGone) {
      const lines = take()
      isReaderGone = !(await writeOut(fd, lines, stalls))
      waitingBytes -= lines.length
    }
    writing = undefined
    if (isReaderGone) waiting = []
    if (dropped === 0 || isReaderGone) return
    const count = dropped
    dropped = 0
    onCaughtUp(count)
  }

  return {
    write(line) {
      if (isReaderGone) return
      const bytes = Buffer.byteLength(line)
      if (waitingBytes + bytes > MAX_WAITING_BYTES) {
        dropped += 1
        return
      }
      waiting.push(line)
      waitingBytes += bytes
      writing ??= writeAll()
    },
    async flush(limitMs) {
      let timer: NodeJS.Timeout | undefined
      const limit = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, limitMs)
      })
      await Promise.race([writing, limit])
      clearTimeout(timer)
    },
    flushNow() {
      if (!isStalled && !isReaderGone) writeNow(fd, take())
    },
  }
}

/** Writes all of `lines`, however long the reader takes. False when the reader is gone. */
async function writeOut(fd: number, lines: Buffer, stalls: (now: boolean) => void): Promise<boolean> {
  let rest = lines
  while (rest.length > 0) {
    const written = await writeOnce(fd, rest)
    stalls(written === 'later')
    if (written === 'gone') return false
    if (written === 'later') await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS).unref())
    else rest = rest.subarray(written)
  }
  return true
}

function writeOnce(fd: number, lines: Buffer): Promise<number | 'later' | 'gone'> {
  return new Promise((resolve) => {
    write(fd, lines, (error, written) => {
      if (!error) resolve(written)
      else resolve(mayBeTakenLater(error) ? 'later' : 'gone')
    })
  })
}

function mayBeTakenLater({ code = '' }: NodeJS.ErrnoException): boolean {
  // ENOSPC is included, because a full disk may have space again.
  return ['EAGAIN', 'EBUSY', 'EINTR', 'ENOSPC'].includes(code)
}

function writeNow(fd: number, lines: Buffer): void {
  let rest = lines
  try {
    while (rest.length > 0) rest = rest.subarray(writeSync(fd, rest))
  } catch (error) {
    // Ignored: the process is ending, and the error cannot be logged.
    if (!(error instanceof Error)) throw error
  }
}
