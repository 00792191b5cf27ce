/** The database cannot be used. The message is a sentence for the operator that begins with the setting. */
export class DatabaseRefused extends Error {
  override name = 'DatabaseRefused'
  /** Whether the database may be usable later without a change of the settings. */
  readonly isPassing: boolean

  constructor(
    message: string,
    { isPassing = false, ...options }: ErrorOptions & { isPassing?: boolean } = {},
  ) {
    super(message, options)
    this.isPassing = isPassing
  }
}
