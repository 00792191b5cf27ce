/** Large enough that few are joined for a write, small enough that little is made anew for one changed row. */
const ROWS_A_PIECE = 16

interface Piece {
  rows: Map<string, object>
  /** Undefined when a row has changed since. */
  bytes: Buffer | undefined
}

const COMMA = Buffer.from(',')

/**
 * The JSON of a table, kept in pieces of a few rows: a write makes those anew in which something has changed. Rows stand
 * in the order in which they came, as in a Map.
 */
export class TableText {
  readonly #pieces = new Set<Piece>()
  readonly #pieceOf = new Map<string, Piece>()
  #last: Piece | undefined

  /** Sets or, with undefined, removes a row. */
  put(key: string, row: object | undefined): void {
    const piece = this.#pieceOf.get(key)
    if (row === undefined) this.#remove(key, piece)
    else (piece ?? this.#pieceFor(key)).rows.set(key, row)
    if (piece) piece.bytes = undefined
  }

  /** The elements of a JSON array, with the commas between them. */
  parts(): Buffer[] {
    const parts = [...this.#pieces].flatMap((piece) => {
      piece.bytes ??= Buffer.from([...piece.rows.values()].map((row) => JSON.stringify(row)).join(','))
      return [COMMA, piece.bytes]
    })
    return parts.slice(1)
  }

  #pieceFor(key: string): Piece {
    if (!this.#last || this.#last.rows.size >= ROWS_A_PIECE) {
      this.#last = { rows: new Map(), bytes: undefined }
      this.#pieces.add(this.#last)
    }
    this.#last.bytes = undefined
    this.#pieceOf.set(key, this.#last)
    return this.#last
  }

  #remove(key: string, piece: Piece | undefined): void {
    this.#pieceOf.delete(key)
    piece?.rows.delete(key)
    if (piece?.rows.size !== 0) return
    this.#pieces.delete(piece)
    if (piece === this.#last) this.#last = undefined
  }
}
