/** The database cannot be used: do not start. The message is one sentence for the operator that begins with the setting. */
export class DatabaseRefused extends Error {
  override name = 'DatabaseRefused'
}
