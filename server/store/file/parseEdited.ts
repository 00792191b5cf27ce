import { z } from 'zod'
import { refuseContradictions } from './contradictions.ts'
import { Damaged } from './damaged.ts'
import { type Snapshot, snapshotSchema } from './document.ts'
import { isVersionOne, migrate } from './versionOne.ts'

/**
 * Reads a snapshot without a checksum at its end: it was edited by hand, or is of version 1. Throws `Damaged` when it
 * is neither, and `StoreRefused` when it contradicts itself.
 */
export function parseEdited(text: string, file: string): Snapshot {
  const content = parseJson(text, file)
  if (isVersionOne(content)) return migrate(content, text, file)
  if (typeof content === 'object' && content !== null && 'checksum' in content) {
    throw new Damaged(
      file,
      'its checksum is not at its end, where it belongs; remove the field after an edit by hand',
    )
  }
  const parsed = snapshotSchema.safeParse(content)
  if (!parsed.success) throw new Damaged(file, `it is not a data file: ${z.prettifyError(parsed.error)}`)
  refuseContradictions(parsed.data, file)
  return parsed.data
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Damaged(file, `it is no JSON (${cause instanceof Error ? cause.message : cause})`, { cause })
  }
}
