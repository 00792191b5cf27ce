import { page } from '../page.ts'
import { at } from '../site.ts'
import { t } from '../texts.ts'
import { Brand } from './Brand.tsx'
import { Heading } from './Heading.tsx'

/** The page that people who are not operators see instead of the desk. */
export function NoOperator() {
  const words = page.refusal ?? t.home.notFound
  return (
    <div class="page">
      <Brand />
      <Heading title={words}>{words}</Heading>
      <p>
        <a class="button" href={at('/account')}>
          {t.signin.backToAccount}
        </a>
      </p>
    </div>
  )
}
