import type { DeskTexts } from '../../server/api.ts'
import { page } from '../page.ts'

/** The words of the desk. The server puts them into the pages below `/desk` of people who are signed in. */
export function deskTexts(): DeskTexts {
  if (!page.desk) throw new Error('this page was made without the texts of the desk')
  return page.desk
}
