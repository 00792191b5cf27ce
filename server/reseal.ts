import { setTimeout as sleep } from 'node:timers/promises'
import { resealCredentials } from './providers/credentials.ts'
import type { Services } from './services.ts'
import type { Account, Connection } from './store/account.ts'
import { everyAccount } from './store/everyAccount.ts'
import { StoreUnavailable } from './store/store.ts'

/** A page takes a few milliseconds; the pause lets requests run in between. */
const ACCOUNTS_A_PAGE = 100
const PAUSE_MS = 20
const TRY_AGAIN_MS = 30_000

type Needs = Pick<Services, 'config' | 'store' | 'queue' | 'sealer' | 'log'>

/**
 * After a rotation of SECRET, seals connections' credentials and dead letters' payloads with the first
 * secret, so that the old one can be removed. After an outage of the store it continues, until `stopping`
 * aborts.
 */
export async function resealAll(services: Needs, stopping: AbortSignal): Promise<void> {
  const { config, queue, log } = services
  if (config.secrets.length < 2) return
  for (;;) {
    try {
      const connections = await resealConnections(services, stopping)
      if (stopping.aborted) return
      const deadLetters = await queue.resealDead()
      if (connections + deadLetters > 0)
        log.info(
          { connections, deadLetters },
          'everything sealed with an old SECRET is now sealed with the first one',
        )
      return
    } catch (error) {
      if (stopping.aborted) return
      if (!(error instanceof StoreUnavailable)) return log.error({ err: error }, 'resealing failed')
      log.warn({ err: error }, 'resealing waits for the store')
      await pause(TRY_AGAIN_MS, stopping)
    }
  }
}

async function resealConnections(services: Needs, stopping: AbortSignal): Promise<number> {
  let count = 0
  for await (const accounts of everyAccount(services.store, ACCOUNTS_A_PAGE)) {
    for (const account of accounts) count += await resealAccount(account, services)
    await pause(PAUSE_MS, stopping)
    if (stopping.aborted) break
  }
  return count
}

async function resealAccount({ user, connections }: Account, { store, sealer }: Needs): Promise<number> {
  const anew = new Map<string, string>()
  for (const connection of connections) {
    const sealed = await resealCredentials(connection, sealer)
    if (sealed) anew.set(connection.credentials, sealed)
  }
  if (anew.size === 0) return 0
  // Tokens that were replaced meanwhile are already sealed with the first secret.
  const renew = (each: Connection) => ({
    ...each,
    credentials: anew.get(each.credentials) ?? each.credentials,
  })
  await store.change(user.id, ({ account }) => ({
    account: { ...account, connections: account.connections.map(renew) },
    result: undefined,
  }))
  return anew.size
}

/** Waits; an abort ends the pause at once. */
async function pause(ms: number, stopping: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: stopping, ref: false }).catch(() => undefined)
}
