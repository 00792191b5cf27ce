import { Show } from 'solid-js'
import { site, siteHome } from '../site.ts'
import { fill, t } from '../texts.ts'

/** The link to the site that Doorman guards; nothing if there is none. */
export function ContinueToSite() {
  return (
    <Show when={siteHome}>
      {(url) => (
        <a class="button" href={url()} rel="external">
          {fill(t.signin.goOnTo, { site: site.name })}
        </a>
      )}
    </Show>
  )
}
