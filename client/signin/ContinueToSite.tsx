import { Show } from 'solid-js'
import { site, siteHome } from '../site.ts'
import { fill, t } from '../texts.ts'

/** The way on to the site behind Doorman; nothing where it has no address of its own. */
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
