import type { AccountEvent } from '../../../server/api.ts'
import { eventWords } from '../../account/eventWords.ts'
import { deskTexts } from '../deskTexts.ts'

/** A sentence about an event, for operators. The sentences of `eventWords` say "your" to the account's owner. */
export function deedWords(event: AccountEvent): string {
  const { deeds, exported } = deskTexts().person
  if (event.what === 'export') return exported
  const words: Readonly<Record<string, string>> = deeds
  return (Object.hasOwn(words, event.what) && words[event.what]) || eventWords(event)
}
