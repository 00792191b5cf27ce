import type { DeskPersonDetails } from '../../../server/api.ts'

/** What the forms of the person's page are given. `onDone` takes what was achieved, in words. */
export interface PersonForm {
  person: DeskPersonDetails
  onCancel: () => void
  onDone: (words: string) => void
}

/** Where a form goes that is sent without a script. */
export function pathOf({ id }: DeskPersonDetails, action: string): string {
  return `/api/desk/people/${encodeURIComponent(id)}/${action}`
}

/** How the person is called. */
export function nameOf({ name, username }: DeskPersonDetails): string {
  return name || username
}
