import type { DeskTexts } from '../../server/api.ts'
import { page } from '../page.ts'

/** The texts of the desk, which the server puts into its pages for operators. Throws on a page without them. */
export function deskTexts(): DeskTexts {
  if (!page.desk) throw new Error('this page was made without the texts of the desk')
  return page.desk
}
