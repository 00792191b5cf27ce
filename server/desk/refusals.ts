import { Problem } from '../http/problem.ts'

/** The answer for an id that no account has. */
export function noPerson(): Problem {
  return new Problem(404, 'no-person', ({ desk }) => desk.noPerson)
}

/** The answer to an invalid query. */
export function badQuery(): Problem {
  return new Problem(400, 'bad-query', ({ desk }) => desk.badQuery)
}
