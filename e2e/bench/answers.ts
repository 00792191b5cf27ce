import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Counts the answers of one kind in the growing log of a server. Reads only the lines that are new. */
export class Answers {
  readonly #logFile: string
  readonly #sign: string
  #read = 0
  #count = 0

  /** Counts the lines that contain `sign`. */
  constructor(logFile: string, sign: string) {
    this.#logFile = logFile
    this.#sign = sign
  }

  /** The number of such answers so far. */
  count(): number {
    const added = this.#readOn()
    for (let at = added.indexOf(this.#sign); at >= 0; at = added.indexOf(this.#sign, at + 1)) this.#count++
    return this.#count
  }

  /** The new whole lines of the log. */
  #readOn(): Buffer {
    const log = openSync(this.#logFile, 'r')
    try {
      const added = Buffer.alloc(fstatSync(log).size - this.#read)
      readSync(log, added, 0, added.length, this.#read)
      const whole = added.subarray(0, added.lastIndexOf('\n') + 1)
      this.#read += whole.length
      return whole
    } finally {
      closeSync(log)
    }
  }
}
