/** Large enough that few are joined for a write, small enough that little is made anew for one changed row. */
const ROWS_A_PIECE = 16

interface Piece {
  rows: Map<string, object>
  /** Undefined when a row has changed since. */
  bytes: Buffer | undefined
  before: Piece | undefined
  after: Piece | undefined
}

const COMMA = Buffer.from(',')

/**
 * The JSON of a table, kept in pieces of a few rows: a write makes those anew in which something has changed. Rows stand
 * in the order in which they came, as in a Map.
 */
export class TableText {
  readonly #pieceOf = new Map<string, Piece>()
  #first: Piece | undefined
  #last: Piece | undefined

  /** Sets or, with undefined, removes a row. */
  put(key: string, row: object | undefined): void {
    const known = this.#pieceOf.get(key)
    if (row) {
      const piece = known ?? this.#pieceFor(key)
      piece.rows.set(key, row)
      piece.bytes = undefined
    } else if (known) this.#remove(key, known)
  }

  /** The elements of a JSON array, with the commas between them. */
  parts(): Buffer[] {
    const parts: Buffer[] = []
    for (let piece = this.#first; piece; piece = piece.after) {
      piece.bytes ??= bytesOf([...piece.rows.values()].map((row) => JSON.stringify(row)).join(','))
      parts.push(COMMA, piece.bytes)
    }
    return parts.slice(1)
  }

  #pieceFor(key: string): Piece {
    const last = this.#last
    const piece = last && last.rows.size < ROWS_A_PIECE ? last : this.#append()
    this.#pieceOf.set(key, piece)
    return piece
  }

  #append(): Piece {
    const piece: Piece = { rows: new Map(), bytes: undefined, before: this.#last, after: undefined }
    if (this.#last) this.#last.after = piece
    else this.#first = piece
    this.#last = piece
    return piece
  }

  #remove(key: string, piece: Piece): void {
    this.#pieceOf.delete(key)
    piece.rows.delete(key)
    piece.bytes = undefined
    if (piece.rows.size === 0) this.#unlink(piece)
    else {
      this.#join(piece, piece.after)
      this.#join(piece.before, piece)
    }
  }

  /** Of neighbours that fit into one: else rows that go at random would leave many pieces of a row or two. */
  #join(piece: Piece | undefined, next: Piece | undefined): void {
    if (!piece || !next || piece.rows.size + next.rows.size > ROWS_A_PIECE) return
    for (const [key, row] of next.rows) {
      piece.rows.set(key, row)
      this.#pieceOf.set(key, piece)
    }
    piece.bytes = undefined
    this.#unlink(next)
  }

  #unlink({ before, after }: Piece): void {
    if (before) before.after = after
    else this.#first = after
    if (after) after.before = before
    else this.#last = before
  }
}

/** Not from Node's pool: all 8 kB of it would stay for as long as a piece that was cut from it. */
function bytesOf(text: string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text))
  bytes.write(text)
  return bytes
}
