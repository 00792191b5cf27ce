import { Agent } from 'node:http'
import { resident, type Site } from './site.ts'
import { walkIn } from './walkIn.ts'

/** The size of a crowd. */
interface CrowdOptions {
  /** The number of workers that run at once. */
  width: number
  seconds: number
}

/** How often the crowd did its work, and the time of each. */
export interface Crowd {
  perSecond: number
  timesMs: number[]
}

/** Runs `work` in `width` workers at once, in a loop, for `seconds`. `work` gets the number of its worker. */
export async function crowd(
  { width, seconds }: CrowdOptions,
  work: (worker: number) => Promise<void>,
): Promise<Crowd> {
  const timesMs: number[] = []
  const begun = performance.now()
  const worker = async (number: number) => {
    while (performance.now() - begun < seconds * 1_000) {
      const since = performance.now()
      await work(number)
      timesMs.push(performance.now() - since)
    }
  }
  await Promise.all(Array.from({ length: width }, (_, number) => worker(number)))
  return { perSecond: timesMs.length / ((performance.now() - begun) / 1_000), timesMs }
}

/** A function that returns 0, 1, … count - 1, and then starts again, so that every resident gets a turn. */
export function inTurn(count: number): () => number {
  let next = 0
  return () => next++ % count
}

/** Signs residents in, the whole way through the provider's stand-in. `turn` gives the number of the next resident. */
export async function signPeopleIn(
  site: Site,
  turn: () => number,
  { width, seconds }: CrowdOptions,
): Promise<Crowd> {
  const agent = new Agent({ keepAlive: true, maxSockets: 2 * width })
  // The stand-in searches its list of people for each sign-in. A list with a person for each worker stays short.
  const people = Array.from({ length: width }, (_, worker) => resident(worker))
  site.standIns.people.push(...people)
  try {
    return await crowd({ width, seconds }, async (worker) => {
      const person = people[worker] ?? resident(worker)
      await walkIn(site, { agent, person: Object.assign(person, resident(turn()), { key: person.key }) })
    })
  } finally {
    site.standIns.people.length = 0
    agent.destroy()
  }
}
