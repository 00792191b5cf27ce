import { createUniqueId, type ParentProps, Show } from 'solid-js'

/** An offer at the top of the account page. Its children must include a button that dismisses it. */
export function Banner(props: ParentProps<{ title: string; text?: string | undefined; id?: string }>) {
  const id = createUniqueId()
  return (
    <section class="card banner" id={props.id} aria-labelledby={id}>
      <h2 id={id}>{props.title}</h2>
      <Show when={props.text}>
        <p role="status">{props.text}</p>
      </Show>
      {props.children}
    </section>
  )
}
