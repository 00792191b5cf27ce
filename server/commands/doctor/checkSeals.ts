import { sealStateOfConnection } from '../../providers/credentials.ts'
import { DEAD_LETTER, type Sealer, type SealState, sealStateOf } from '../../seal.ts'
import type { Connection } from '../../store/account.ts'
import { type Finding, fault, ok, warning } from './finding.ts'

const ABOUT = 'SECRET'

/** The sealed values in the store that are checked. */
export interface Sealed {
  connections: Iterable<Pick<Connection, 'provider' | 'uid' | 'credentials'>>
  /** The sealed payloads of dead letters. */
  letters: Iterable<string>
  /** The number of waiting jobs that contain a sealed value. */
  waitingJobs: number
}

/** Counts the values that each secret opens, and tells when the old secret can be removed. */
export async function checkSeals(
  { connections, letters, waitingJobs }: Sealed,
  { sealer, secrets }: { sealer: Sealer; secrets: readonly string[] },
): Promise<Finding> {
  const count: Record<SealState, number> = { current: 0, old: 0, broken: 0 }
  for (const connection of connections) count[await sealStateOfConnection(connection, sealer)]++
  for (const letter of letters) count[await sealStateOf(letter, DEAD_LETTER, sealer)]++
  const { old, broken } = count
  if (broken > 0)
    return fault(
      ABOUT,
      `it does not open ${broken} of what is stored: put the old one behind it, SECRET=new,old`,
    )
  if (secrets.length === 1) return ok(ABOUT, 'it opens all that is sealed')
  if (old > 0)
    return warning(
      ABOUT,
      `${old} are still sealed with an old one; a running server seals them anew, in the background`,
    )
  if (waitingJobs > 0)
    return warning(ABOUT, `${waitingJobs} jobs that wait may need the old one: drop it when they are done`)
  return ok(ABOUT, 'nothing is sealed with an old one any more: it can be dropped')
}

/** A compact JWE (RFC 7516, 7.1) with an empty key, as `Sealer.seal` makes it. */
export function looksSealed(value: string | null): boolean {
  return value !== null && /^eyJ[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/.test(value)
}

/** The dead letters that wait for an operator. */
export function checkDeadLetters(count: number): Finding {
  if (count === 0) return ok('dead letters', 'none')
  return warning(
    'dead letters',
    `${count} jobs failed permanently and wait for an operator: look at the desk`,
  )
}
