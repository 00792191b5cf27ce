/** When files are written and removed. */
export interface Schedule {
  /** A new snapshot is due when the journal is larger than this and larger than the snapshot. */
  minJournalBytes: number
  /** The snapshot is rewritten this long after a deletion, once for all deletions in between. */
  forgetAfterMs: number
  /** Superseded files stay this long, because a copy of the folder may be in progress. */
  supersededMs: number
  /** A snapshot that could not be written is tried again after this time. */
  retryMs: number
}

/**
 * No file names a deleted person for longer than `forgetAfterMs`, the writing and `supersededMs`: less than a minute.
 */
export const SCHEDULE: Schedule = {
  minJournalBytes: 4 * 2 ** 20,
  forgetAfterMs: 10_000,
  supersededMs: 30_000,
  retryMs: 5_000,
}
