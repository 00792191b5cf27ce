/**
 * The data file cannot be used, so the server must not start. The message is a sentence for the operator that names the
 * file.
 */
export class StoreRefused extends Error {
  override name = 'StoreRefused'
}
