/** A file does not hold what was written. `fact` continues a sentence that begins with the name of the file. */
export class Damaged extends Error {
  override name = 'Damaged'
  readonly file: string
  readonly fact: string

  constructor(file: string, fact: string, options?: ErrorOptions) {
    super(`${file}: ${fact}`, options)
    this.file = file
    this.fact = fact
  }
}
