import { createEffect } from 'solid-js'
import { at } from '../site.ts'

/** A provider's single-colour icon, in the colour of the text beside it. */
export function ProviderIcon(props: { url: string }) {
  let element: HTMLSpanElement | undefined
  createEffect(() => element?.style.setProperty('--icon', `url("${encodeURI(at(props.url))}")`))
  return <span ref={element} class="icon" aria-hidden="true" />
}
