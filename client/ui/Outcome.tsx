import { onMount } from 'solid-js'

/** Shows the outcome of an action. It takes the focus, so that a screen reader reads it: the button has disappeared. */
export function Outcome(props: { text: string }) {
  let element: HTMLParagraphElement | undefined
  onMount(() => element?.focus())
  return (
    <p ref={element} class="outcome" tabindex="-1">
      {props.text}
    </p>
  )
}
