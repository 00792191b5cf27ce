import { ContinueToSite } from '../signin/ContinueToSite.tsx'
import { at, siteHome } from '../site.ts'
import { t } from '../texts.ts'

/** At the end of a page that leads no further: to the site, and to the sign-in page. */
export function WaysOn() {
  return (
    <div class="actions">
      <ContinueToSite />
      <a class="button" classList={{ secondary: Boolean(siteHome) }} href={at('/')} rel="external">
        {t.home.back}
      </a>
    </div>
  )
}
