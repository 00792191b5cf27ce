import { createSignal } from 'solid-js'
import { createWrite } from '../createWrite.ts'
import { createAsync } from '../query.ts'

/** A page of a list. */
interface Page<Item> {
  items: readonly Item[]
  /** The parameter `after` that reads the next page; null on the last page. */
  next: string | null
}

/** Reads a list page by page. `items` are those of all pages so far; `more` reads the next page. */
export function createPages<Item>(read: (after?: string) => Promise<Page<Item>>) {
  const first = createAsync(() => read())
  const [later, setLater] = createSignal<{ after?: Page<Item> | undefined; pages: readonly Page<Item>[] }>({
    pages: [],
  })
  // When the first page is read again, those after it may hold rows that it holds now, or that are gone.
  const rest = () => (later().after === first() ? later().pages : [])
  const pages = () => [first() ?? { items: [], next: null }, ...rest()]
  const next = () => pages().at(-1)?.next ?? undefined
  const more = createWrite(async () => {
    const [after, before] = [first(), rest()]
    const page = await read(next())
    setLater({ after, pages: [...before, page] })
  })
  return { items: () => pages().flatMap(({ items }) => items), hasMore: () => next() !== undefined, more }
}
