import { makeWorkerUtils } from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from '../log.ts'
import type { GraphileEngine } from './graphileEngine.ts'
import type { JobEngine } from './jobEngine.ts'

/** Whoever was cut off from the database itself must not take the others for dead: they were, too. */
const STEADY_BEATS = 4
const STRAYS_EVERY_BEATS = 2

/** What presence works with. */
export interface PresenceOptions {
  engine: JobEngine
  /** The present one last, and those that have ended while they had jobs in hand. */
  engines: Set<GraphileEngine>
  pool: pg.Pool
  log: Pick<Logger, 'warn'>
}

/** Says that this process is there, and looks after the jobs of those that are not any more. */
export class Presence {
  readonly #options: PresenceOptions
  #beats = 0

  constructor(options: PresenceOptions) {
    this.#options = options
  }

  /** To be called every few seconds. */
  async beat(): Promise<void> {
    const { engine, log } = this.#options
    try {
      await this.#sayAlive()
      this.#beats++
      if (this.#beats < STEADY_BEATS) return
      const dead = await engine.takeOver()
      if (dead > 0) {
        log.warn({ dead }, 'processes are gone; their jobs are taken over')
        await this.#clear()
      }
      const strays = this.#beats % STRAYS_EVERY_BEATS === 0 ? await engine.handOut('strays') : 0
      if (strays > 0) log.warn({ strays }, 'jobs that the engine did not have were handed to it')
    } catch (error) {
      this.#beats = 0
      log.warn({ err: error }, 'the database does not hear that this process is alive')
    }
  }

  /**
   * For each engine that is at work, or has left jobs in hand. The others are not heard of again: what they may have left in
   * the engine's table is cleared as that of the dead is.
   */
  async #sayAlive(): Promise<void> {
    const { engine, engines } = this.#options
    // Another may come while the database is asked.
    const known = [...engines]
    const present = known.at(-1)
    present?.endIfStuck()
    for (const one of known) {
      if (one !== present && one.inHand === 0) engines.delete(one)
      else if (one.poolId) await engine.beat(one.owner, one.poolId)
    }
  }

  /** What the dead had replaced and not removed would stay in the engine's table for ever. */
  async #clear(): Promise<void> {
    const utils = await makeWorkerUtils({ pgPool: this.#options.pool })
    await utils.cleanup({ tasks: ['DELETE_PERMAFAILED_JOBS'] })
    await utils.release()
  }
}
