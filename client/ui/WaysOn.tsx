import { ContinueToSite } from '../signin/ContinueToSite.tsx'
import { at, siteHome } from '../site.ts'
import { t } from '../texts.ts'

/** Links to the site and to the sign-in page, for pages without other links. */
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
