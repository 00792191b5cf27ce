import { createEffect, onMount, type ParentProps } from 'solid-js'
import { site } from '../site.ts'

let isFirstPage = true

/** The heading of a page. It sets the title of the tab, and takes the focus when the page replaces another one. */
export function Heading(props: ParentProps<{ title: string }>) {
  let element: HTMLHeadingElement | undefined
  createEffect(() => {
    document.title = `${props.title} – ${site.name}`
  })
  onMount(() => {
    if (!isFirstPage) element?.focus()
    isFirstPage = false
  })
  return (
    <h1 ref={element} tabindex="-1">
      {props.children}
    </h1>
  )
}
