import { page } from '../page.ts'
import { at } from '../site.ts'
import { t } from '../texts.ts'
import { Brand } from './Brand.tsx'
import { Heading } from './Heading.tsx'

/** In the place of the desk, for a person who is no operator. */
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
