import { type JSX, type ParentProps, Show } from 'solid-js'

/** Says that something failed or, as a notice, that it did not happen; its children are the ways to go on. */
export function FaultBox(props: ParentProps<{ words: JSX.Element; isNotice?: boolean }>) {
  return (
    <div
      class="fault"
      classList={{ notice: Boolean(props.isNotice) }}
      role={props.isNotice ? 'status' : 'alert'}
    >
      <p>{props.words}</p>
      <Show when={props.children}>
        <div class="actions">{props.children}</div>
      </Show>
    </div>
  )
}
