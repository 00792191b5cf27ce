/** The database cannot be used: do not start. The message is one sentence for the operator that begins with the setting. */
export class DatabaseRefused extends Error {
  override name = 'DatabaseRefused'
}

/** What was to be moved cannot be, and was not. The message says why, for the operator. */
export class MoveRefused extends Error {
  override name = 'MoveRefused'
}
