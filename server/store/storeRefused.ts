/**
 * The data file or the database cannot be used, so the server must not start. The message is a sentence for the
 * operator that names the file or the setting.
 */
export class StoreRefused extends Error {
  override name = 'StoreRefused'
  /** Whether the store may be usable later without a change of the settings. */
  readonly isPassing: boolean

  constructor(
    message: string,
    { isPassing = false, ...options }: ErrorOptions & { isPassing?: boolean } = {},
  ) {
    super(message, options)
    this.isPassing = isPassing
  }
}
