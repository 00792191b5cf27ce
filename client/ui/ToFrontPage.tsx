import { onMount } from 'solid-js'
import { at } from '../site.ts'

/** Opens the sign-in page, which is a document of its own. `returnTo` must be URL-encoded. */
export function ToFrontPage(props: { returnTo?: string }) {
  onMount(() => {
    const query = props.returnTo ? `?returnTo=${props.returnTo}` : ''
    window.location.replace(at(`/${query}`))
  })
  return null
}
