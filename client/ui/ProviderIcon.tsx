import { createEffect } from 'solid-js'

/** A provider's single-colour icon, in the colour of the text beside it. */
export function ProviderIcon(props: { url: string }) {
  let element: HTMLSpanElement | undefined
  createEffect(() => element?.style.setProperty('--icon', `url("${encodeURI(props.url)}")`))
  return <span ref={element} class="icon" aria-hidden="true" />
}
