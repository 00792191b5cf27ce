import { createAsync } from '@solidjs/router'
import { createSignal } from 'solid-js'
import { createWrite } from '../createWrite.ts'

/** A page of a list. */
interface Page<Item> {
  items: readonly Item[]
  /** The parameter `after` that reads the next page; null on the last page. */
  next: string | null
}

/** Reads a list page by page. `items` are those of all pages so far; `more` reads the next page. */
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
