/** A call of the desk's API. */
export interface DeskCall {
  method: 'GET' | 'POST'
  /** Including the query. */
  path: string
  fields: Record<string, string>
}

/** The help text of the command. */
export const USAGE = `Usage: npm run desk -- COMMAND [--json]

  overview                        how the site is, and what is wrong
  people [TEXT] [--state STATE]   find people: start of a name, username or address; an ID; provider:uid
  person ID                       everything about one person
  export ID                       the same as the person can download
  lock ID --reason TEXT           lock an account; the person sees the reason
  unlock ID
  end-sessions ID                 sign a person out everywhere
  delete ID --username NAME       delete an account
  jobs [--state dead] [--task T]  waiting jobs, or those that failed for good
  retry ID | retry --task T       retry a job that failed for good, or all of a task
  discard ID | discard --task T   discard it
  settle USER UID yes|no          whether a post on X with an unknown outcome was posted

DESK_URL or PUBLIC_URL says where the server is, and OPERATOR_TOKEN lets the command in.`

/** The options of the command. */
interface DeskOptions {
  reason?: string | undefined
  username?: string | undefined
  state?: string | undefined
  task?: string | undefined
}

/** The call for the arguments; undefined when they are invalid. */
export function deskCall([command, ...rest]: readonly string[], options: DeskOptions): DeskCall | undefined {
  const [first, ...more] = rest.map(encodeURIComponent)
  const { state, task, reason, username } = options
  const person = `/api/desk/people/${first}`
  switch (command) {
    case 'overview':
      return rest.length === 0 ? get('/api/desk/overview') : undefined
    case 'people':
      return rest.length <= 1 ? get('/api/desk/people', { q: rest[0], state }) : undefined
    case 'jobs':
      return rest.length === 0 ? get('/api/desk/jobs', { state, task }) : undefined
    case 'person':
      return rest.length === 1 ? get(person) : undefined
    case 'export':
      return rest.length === 1 ? get(`${person}/export`) : undefined
    case 'lock':
      return rest.length === 1 && reason ? post(`${person}/lock`, { reason }) : undefined
    case 'delete':
      return rest.length === 1 && username ? post(`${person}/delete`, { username }) : undefined
    case 'unlock':
    case 'end-sessions':
      return rest.length === 1 ? post(`${person}/${command}`) : undefined
    case 'retry':
    case 'discard':
      if (task !== undefined)
        return rest.length === 0 ? post(`/api/desk/jobs/${command}`, { task }) : undefined
      return rest.length === 1 ? post(`/api/desk/jobs/${first}/${command}`) : undefined
    case 'settle':
      return rest.length === 3
        ? post(`/api/desk/tweets/${first}/${more[0]}/settle`, { posted: rest[2] ?? '' })
        : undefined
    default:
      return undefined
  }
}

function get(path: string, query: Record<string, string | undefined> = {}): DeskCall {
  const given = Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : []))
  const search = new URLSearchParams(given).toString()
  return { method: 'GET', path: search ? `${path}?${search}` : path, fields: {} }
}

function post(path: string, fields: Record<string, string> = {}): DeskCall {
  return { method: 'POST', path, fields }
}
