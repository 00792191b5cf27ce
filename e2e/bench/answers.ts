import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Counts the answers of one kind in a server's log, which grows: asks for them all, reads only what is new. */
export class Answers {
  readonly #logFile: string
  readonly #sign: string
  #read = 0
  #count = 0

  /** `sign` is in the line of each that counts, and in no other. */
  constructor(logFile: string, sign: string) {
    this.#logFile = logFile
    this.#sign = sign
  }

  /** How many there are by now. */
  count(): number {
    const added = this.#readOn()
    for (let at = added.indexOf(this.#sign); at >= 0; at = added.indexOf(this.#sign, at + 1)) this.#count++
    return this.#count
  }

  /** Whole lines only. */
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
