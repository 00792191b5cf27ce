import { createAsync } from '@solidjs/router'
import { createSignal } from 'solid-js'
import { createWrite } from '../createWrite.ts'

/** A part of a list, and what to ask for the next part with; null at its end. */
interface Page<Item> {
  items: readonly Item[]
  next: string | null
}

/** A list that is read page by page. `more` reads the next page. */
export function createPages<Item>(read: (after?: string) => Promise<Page<Item>>) {
  const first = createAsync(() => read())
  const [rest, setRest] = createSignal<readonly Page<Item>[]>([])
  const pages = () => [first() ?? { items: [], next: null }, ...rest()]
  const next = () => pages().at(-1)?.next ?? undefined
  const more = createWrite(async () => {
    const page = await read(next())
    setRest([...rest(), page])
  })
  return { items: () => pages().flatMap(({ items }) => items), hasMore: () => next() !== undefined, more }
}
