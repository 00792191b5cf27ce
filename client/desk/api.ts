import type { DeskPersonAnswer, JobsAnswer, OverviewAnswer, PeopleAnswer } from '../../server/deskApi.ts'
import { ask, readJson } from '../ask.ts'
import { query, revalidate } from '../query.ts'
import { fileIn, type NamedFile } from '../ui/saveFile.ts'

/** Reads the numbers and problems of the overview. */
export const readOverview = query(
  async (): Promise<OverviewAnswer> => readJson(await ask('/api/desk/overview')),
  'desk-overview',
)

/** A search for people. */
export interface PeopleSearch {
  /** The typed text. */
  q: string
  /** A state of accounts; empty for all. */
  state: string
}

/** Reads a page of the people found; `after` is the `next` of the page before. */
export const readPeople = query(
  async ({ q, state }: PeopleSearch, after?: string): Promise<PeopleAnswer> =>
    readJson(await ask(`/api/desk/people${queryOf({ q, state, after })}`)),
  'desk-people',
)

/** Reads everything that the desk shows about a person. */
export const readPerson = query(
  async (id: string): Promise<DeskPersonAnswer> =>
    readJson(await ask(`/api/desk/people/${encodeURIComponent(id)}`)),
  'desk-person',
)

/** A filter for jobs. */
export interface JobFilter {
  state: 'waiting' | 'dead'
  /** The name of a task; empty for all. */
  task: string
}

/** Reads a page of the jobs; `after` is the `next` of the page before. */
export const readJobs = query(
  async ({ state, task }: JobFilter, after?: string): Promise<JobsAnswer> =>
    readJson(await ask(`/api/desk/jobs${queryOf({ state, task, after })}`)),
  'desk-jobs',
)

/** An operator's action on a person, named as in its route. */
export type PersonAction = 'lock' | 'unlock' | 'end-sessions' | 'delete'

/** Does an action on a person. Throws `ServerFault`, also when another operator was faster. */
export async function changePerson(
  id: string,
  action: PersonAction,
  fields: Record<string, string> = {},
): Promise<true> {
  try {
    await post(`/api/desk/people/${encodeURIComponent(id)}/${action}`, fields)
  } finally {
    // After a refusal, too: another operator may have changed the person.
    await revalidate(readPerson.key)
  }
  return true
}

/** Reads all data of the person as a file. Throws `ServerFault`. */
export async function fetchDataOf(id: string): Promise<NamedFile> {
  const response = await ask(exportPathOf(id))
  void revalidate(readPerson.key)
  return fileIn(response)
}

/** The path of the file with all data of the person. */
export function exportPathOf(id: string): string {
  return `/api/desk/people/${encodeURIComponent(id)}/export`
}

/** An operator's action on dead letters, named as in its route. */
export type JobAction = 'retry' | 'discard'

/** Does an action on one dead letter. Throws `ServerFault`, also when another operator was faster. */
export async function changeJob(id: string, action: JobAction): Promise<true> {
  await post(`/api/desk/jobs/${encodeURIComponent(id)}/${action}`)
  // Does not read the jobs again: the row stays in the list and shows the outcome.
  void revalidate(readOverview.key)
  return true
}

/** Does an action on all dead letters of a task. Throws `ServerFault`. */
export async function changeAllJobs(task: string, action: JobAction): Promise<true> {
  await post(`/api/desk/jobs/${action}`, { task })
  await revalidate(readOverview.key, readJobs.key)
  return true
}

/** Tells the server whether a post with an unknown outcome is on X (`posted`: `yes` or `no`). Throws `ServerFault`. */
export async function settlePost(userId: string, uid: string, posted: string): Promise<true> {
  const [user = '', at = ''] = [userId, uid].map(encodeURIComponent)
  try {
    await post(`/api/desk/tweets/${user}/${at}/settle`, { posted })
  } finally {
    await revalidate(readPerson.key)
  }
  return true
}

async function post(path: string, fields: Record<string, string> = {}): Promise<void> {
  await ask(path, { method: 'POST', body: new URLSearchParams(fields) })
}

function queryOf(fields: Record<string, string | undefined>): string {
  const given = Object.entries(fields).filter((field): field is [string, string] => Boolean(field[1]))
  return given.length > 0 ? `?${new URLSearchParams(given)}` : ''
}
