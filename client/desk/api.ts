import { query, revalidate } from '@solidjs/router'
import type { DeskPersonAnswer, JobsAnswer, OverviewAnswer, PeopleAnswer } from '../../server/api.ts'
import { ask, readJson } from '../ask.ts'
import { fileIn, type NamedFile } from '../ui/saveFile.ts'

/** Numbers and problems. */
export const readOverview = query(
  async (): Promise<OverviewAnswer> => readJson(await ask('/api/desk/overview')),
  'desk-overview',
)

/** A search for people: the text that was typed, and a filter. */
export interface PeopleSearch {
  q: string
  /** Empty: all. */
  state: string
}

/** Reads a page of the people found; `after` is the `next` of the page before. */
export const readPeople = query(
  async ({ q, state }: PeopleSearch, after?: string): Promise<PeopleAnswer> =>
    readJson(await ask(`/api/desk/people${queryOf({ q, state, after })}`)),
  'desk-people',
)

/** Everything that the desk shows of a person. */
export const readPerson = query(
  async (id: string): Promise<DeskPersonAnswer> =>
    readJson(await ask(`/api/desk/people/${encodeURIComponent(id)}`)),
  'desk-person',
)

/** Which jobs to list. */
export interface JobFilter {
  state: 'waiting' | 'dead'
  /** Empty: all. */
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

/** Does it. Throws `ServerFault`, also when another operator was faster. */
export async function changePerson(
  id: string,
  action: PersonAction,
  fields: Record<string, string> = {},
): Promise<true> {
  try {
    await post(`/api/desk/people/${encodeURIComponent(id)}/${action}`, fields)
  } finally {
    // Refused or not: another operator may have been faster.
    await revalidate(readPerson.key)
  }
  return true
}

/** Everything that is kept about the person, as a file. Throws `ServerFault`. */
export async function fetchDataOf(id: string): Promise<NamedFile> {
  const response = await ask(exportPathOf(id))
  void revalidate(readPerson.key)
  return fileIn(response)
}

/** The path of that file. */
export function exportPathOf(id: string): string {
  return `/api/desk/people/${encodeURIComponent(id)}/export`
}

/** What may be done with dead letters; the names are those of the routes. */
export type JobAction = 'retry' | 'discard'

/** Does it with one. Throws `ServerFault`, also when another operator was faster. */
export async function changeJob(id: string, action: JobAction): Promise<true> {
  await post(`/api/desk/jobs/${encodeURIComponent(id)}/${action}`)
  // Not the jobs: the row stays on the page and says what became of it.
  void revalidate(readOverview.key)
  return true
}

/** Does it with all of a task. Throws `ServerFault`. */
export async function changeAllJobs(task: string, action: JobAction): Promise<true> {
  await post(`/api/desk/jobs/${action}`, { task })
  await revalidate([readOverview.key, readJobs.key])
  return true
}

/** Says whether a post whose outcome is unknown is on X. Throws `ServerFault`. */
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
