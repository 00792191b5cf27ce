import { t } from '../texts.ts'
import { Brand } from './Brand.tsx'
import { Heading } from './Heading.tsx'
import { WaysOn } from './WaysOn.tsx'

/** The page for unknown paths. */
export function NotFound() {
  return (
    <div class="page">
      <Brand />
      <Heading title={t.home.notFoundTitle}>{t.home.notFound}</Heading>
      <p>{t.home.notFoundWhy}</p>
      <WaysOn />
    </div>
  )
}
