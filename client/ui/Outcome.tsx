import { onMount } from 'solid-js'

/** Says how an action ended. It takes the focus from the button that is gone, so that it is read out. */
export function Outcome(props: { text: string }) {
  let element: HTMLParagraphElement | undefined
  onMount(() => element?.focus())
  return (
    <p ref={element} class="outcome" tabindex="-1">
      {props.text}
    </p>
  )
}
