/** The data file cannot be used: do not start. The message is one sentence for the operator that names the file. */
export class StoreRefused extends Error {
  override name = 'StoreRefused'
}
