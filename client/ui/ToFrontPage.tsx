import { onMount } from 'solid-js'
import { at } from '../site.ts'

/** Leads to the sign-in page, which is loaded by itself. */
export function ToFrontPage(props: { returnTo?: string }) {
  onMount(() => {
    const query = props.returnTo ? `?returnTo=${props.returnTo}` : ''
    window.location.replace(at(`/${query}`))
  })
  return null
}
