import { type JSX, type ParentProps, Show } from 'solid-js'

/** A box that shows a fault or, with `isNotice`, a notice. Its children are links and buttons that help. */
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
