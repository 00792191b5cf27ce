import { onMount } from 'solid-js'

/** What became of it. Takes the focus from the button that is gone, and is read out thereby. */
export function Outcome(props: { text: string }) {
  let element: HTMLParagraphElement | undefined
  onMount(() => element?.focus())
  return (
    <p ref={element} tabindex="-1">
      {props.text}
    </p>
  )
}
