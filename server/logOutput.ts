import { write, writeSync } from 'node:fs'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'

/** At most this many bytes wait for a reader that has stalled. Further lines are dropped and counted. */
const MAX_WAITING_BYTES = 1_048_576

const TRY_AGAIN_MS = 50

interface LogOutputOptions {
  /**
   * A pipe must be non-blocking: a blocked write would keep a thread, and thereby the process, from ending.
   */
  fd: number
  /** Called when a stalled reader has taken all waiting lines. `dropped` is the number of lines lost. */
  onCaughtUp(dropped: number): void
}

/**
 * Writes log lines to a file descriptor, in order, with bounded memory. pino's own destination is not used,
 * because its flush at the exit of the process waits for ever for a reader that has stalled or is gone
 * (https://github.com/pinojs/sonic-boom, `flushSync`).
 */
export class LogOutput {
  readonly #options: LogOutputOptions
  #waiting: string[] = []
  #waitingBytes = 0
  #dropped = 0
  #isReaderGone = false
  /** The reader has taken only a part of the current lines. Nothing may be written in between. */
  #isStalled = false
  #writing: Promise<void> | undefined

  constructor(options: LogOutputOptions) {
    this.#options = options
  }

  /** Accepts a line without waiting for the reader. */
  write(line: string): void {
    if (this.#isReaderGone) return
    const bytes = Buffer.byteLength(line)
    if (this.#waitingBytes + bytes > MAX_WAITING_BYTES) {
      this.#dropped += 1
      return
    }
    this.#waiting.push(line)
    this.#waitingBytes += bytes
    this.#writing ??= this.#writeAll()
  }

  /** Resolves when all lines are written, when the reader is gone, or after `limitMs`. */
  async flush(limitMs: number): Promise<void> {
    await Promise.race([this.#writing, sleep(limitMs)])
  }

  /** For the exit of the process: writes what the reader takes at once, and drops the rest. */
  flushNow(): void {
    if (!this.#isStalled && !this.#isReaderGone) writeNow(this.#options.fd, this.#take())
  }

  #take(): Buffer {
    const lines = Buffer.from(this.#waiting.join(''))
    this.#waiting = []
    return lines
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0 && !this.#isReaderGone) {
      // All lines of this turn of the event loop share a write.
      await nextTurn()
      const lines = this.#take()
      await this.#writeOut(lines)
      this.#waitingBytes -= lines.length
    }
    this.#writing = undefined
    if (this.#isReaderGone) this.#waiting = []
    else if (this.#dropped > 0) this.#tellOfDropped()
  }

  /** Writes all of `lines`, however long the reader takes, unless it is gone. */
  async #writeOut(lines: Buffer): Promise<void> {
    let rest = lines
    while (rest.length > 0 && !this.#isReaderGone) {
      const written = await writeOnce(this.#options.fd, rest)
      this.#isStalled = written === 'later'
      this.#isReaderGone = written === 'gone'
      if (written === 'later') await sleep(TRY_AGAIN_MS, undefined, { ref: false })
      else if (written !== 'gone') rest = rest.subarray(written)
    }
  }

  #tellOfDropped(): void {
    const dropped = this.#dropped
    this.#dropped = 0
    this.#options.onCaughtUp(dropped)
  }
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
