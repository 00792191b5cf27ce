import { Show } from 'solid-js'
import { site } from '../site.ts'

/** The site's logo and name, as a link to the site, in the same place of every page. */
export function Brand() {
  return (
    <p class="brand">
      <a href={site.homeUrl} rel="external">
        <Show when={site.logoUrl}>{(url) => <img class="logo" src={url()} alt="" height="32" />}</Show>
        <span>{site.name}</span>
      </a>
    </p>
  )
}
