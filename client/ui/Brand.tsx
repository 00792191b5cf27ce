import { Show } from 'solid-js'
import { at, site } from '../site.ts'

/** The site's logo and name, on every page in the same place. */
export function Brand() {
  return (
    <p class="brand">
      <a href={at('/')} rel="external">
        <Show when={site.logoUrl}>{(url) => <img class="logo" src={url()} alt="" height="32" />}</Show>
        <span>{site.name}</span>
      </a>
    </p>
  )
}
