import { createEffect } from 'solid-js'

/** A provider's icon, in the colour of the text. */
export function ProviderIcon(props: { url: string }) {
  let element: HTMLSpanElement | undefined
  createEffect(() => element?.style.setProperty('--icon', `url("${encodeURI(props.url)}")`))
  return <span ref={element} class="icon" aria-hidden="true" />
}
