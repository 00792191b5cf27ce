/** An answer that is not what was asked for, thrown from anywhere below the error middleware. */
export class Problem extends Error {
  override name = 'Problem'
  readonly status: number
  /** For programs. */
  readonly code: string
  readonly headers: Record<string, string>

  /** `message` is for the person; `cause` for the operator. */
  constructor(
    status: number,
    code: string,
    message: string,
    options: ErrorOptions & { headers?: Record<string, string> } = {},
  ) {
    super(message, options)
    this.status = status
    this.code = code
    this.headers = options.headers ?? {}
  }
}
