import { Agent } from 'node:http'
import { resident, type Site } from './site.ts'
import { walkIn } from './walkIn.ts'

/** How many at once, for how long. */
export interface CrowdOptions {
  width: number
  seconds: number
}

/** What they did, and how long each time took. */
export interface Crowd {
  perSecond: number
  timesMs: number[]
}

/** Lets many do something at once, each again and again. `work` gets the number of who does it. */
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

/** 0, 1, … count - 1, and again from the beginning: everybody's turn comes. */
export function inTurn(count: number): () => number {
  let next = 0
  return () => next++ % count
}

/** Residents who come back, the whole way through the provider's stand-in. `turn` says whose turn it is. */
export async function signPeopleIn(
  site: Site,
  turn: () => number,
  { width, seconds }: CrowdOptions,
): Promise<Crowd> {
  const agent = new Agent({ keepAlive: true, maxSockets: 2 * width })
  // As many as there are at once: the stand-in looks people up one by one.
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
