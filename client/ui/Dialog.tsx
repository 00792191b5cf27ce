import { createUniqueId, onCleanup, onMount, type ParentProps } from 'solid-js'

/**
 * A modal dialog, shown as long as it is rendered. The browser keeps the focus inside and returns it afterwards.
 * `onClose` is called however it is closed. Its children must include a button that closes it, because Safari does not
 * support `closedby`, and a phone has no Escape key.
 */
export function Dialog(
  props: ParentProps<{
    title: string
    role?: 'dialog' | 'alertdialog'
    /** Ids of the elements that a screen reader reads when the dialog opens. Default: the whole body. */
    describedBy?: string
    onClose: () => void
  }>,
) {
  const id = createUniqueId()
  let element: HTMLDialogElement | undefined
  onMount(() => element?.showModal())
  // The browser returns the focus when a dialog is closed, but not when it is only removed.
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
