import { onMount, type ParentProps } from 'solid-js'

/** Says that a change needs a new sign-in. It looks like a notice, because nothing failed. Its children are the links. */
export function SignInAgainNotice(props: ParentProps<{ words: string }>) {
  let element: HTMLDivElement | undefined
  onMount(() => element?.scrollIntoView({ block: 'nearest' }))
  return (
    <div ref={element} class="fault notice row-note">
      <p role="alert">{props.words}</p>
      <div class="actions">{props.children}</div>
    </div>
  )
}
