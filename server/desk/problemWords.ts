import type { DeskProblem } from '../deskApi.ts'
import { textsIn } from '../languages/catalogue.ts'
import { fill } from '../languages/fill.ts'
import type { Language } from '../languages/language.ts'
import type { CurrentProblem } from '../metrics/problems.ts'
import { callbackUrlOf } from '../providers/applications.ts'
import { labelOf } from '../providers/labels.ts'
import type { Services } from '../services.ts'

/** A problem in the reader's language, with advice for the operator. */
export function problemWords(
  { kind, about, since, facts }: CurrentProblem,
  language: Language,
  { config, site }: Pick<Services, 'config' | 'site'>,
): DeskProblem {
  const { problems } = textsIn(language).answers.desk
  const texts: Record<CurrentProblem['kind'], string> = {
    ...problems,
    'x-credit': problems.xCredit,
    'dead-letters': problems.deadLetters,
  }
  const values = {
    ...facts,
    about,
    provider: labelOf(about, site.providers),
    url: callbackUrlOf(about, config),
    since: since === null ? '' : momentIn(language, since),
  }
  const iso = since === null ? null : new Date(since).toISOString()
  return { kind, since: iso, message: fill(texts[kind], values) }
}

function momentIn(language: Language, at: number): string {
  return new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'long',
    timeZone: 'UTC',
  }).format(at)
}
