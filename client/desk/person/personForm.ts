import type { DeskPersonDetails } from '../../../server/deskApi.ts'

/** The props of the forms on the person's page. */
export interface PersonForm {
  person: DeskPersonDetails
  onCancel: () => void
  /** Called with words about the outcome. */
  onDone: (words: string) => void
}

/** The path that the form posts to. */
export function pathOf({ id }: DeskPersonDetails, action: string): string {
  return `/api/desk/people/${encodeURIComponent(id)}/${action}`
}

/** The name of the person, or the username. */
export function nameOf({ name, username }: DeskPersonDetails): string {
  return name || username
}
