import { createUniqueId, onCleanup, onMount, type ParentProps } from 'solid-js'

/**
 * A modal dialog, shown as long as it is rendered. The browser itself keeps the focus inside and gives it back.
 * `onClose` is called for every way of closing it.
 */
export function Dialog(
  props: ParentProps<{
    title: string
    role?: 'dialog' | 'alertdialog'
    /** Ids of what is read out when it opens: in a form the words, not the labels and buttons. Default: all that is in it. */
    describedBy?: string
    onClose: () => void
  }>,
) {
  const id = createUniqueId()
  let element: HTMLDialogElement | undefined
  onMount(() => element?.showModal())
  // Only a dialog that is closed, not just removed, gives the focus back.
  onCleanup(() => element?.close())
  return (
    <dialog
      ref={element}
      class="dialog"
      role={props.role ?? 'dialog'}
      aria-modal="true"
      aria-labelledby={`${id}-title`}
      aria-describedby={props.describedBy ?? `${id}-body`}
      onClose={() => props.onClose()}
      closedby={props.role === 'alertdialog' ? 'closerequest' : 'any'}
    >
      <div class="dialog-body">
        <h2 id={`${id}-title`}>{props.title}</h2>
        <div id={`${id}-body`}>{props.children}</div>
      </div>
    </dialog>
  )
}
