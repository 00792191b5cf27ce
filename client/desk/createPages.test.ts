import '../testTexts.ts'
import { createRoot } from 'solid-js'
import { expect, it, onTestFinished, vi } from 'vitest'
import { ServerFault } from '../ask.ts'
import { query, revalidate } from '../query.ts'
import { createPages } from './createPages.ts'

const PAGE = 2

/** The answers of each list are kept under a key of their own. */
let lists = 0

/** A list of numbers that changes, as its readers see it page by page. */
async function openList(numbers: number[]) {
  const key = `numbers ${++lists}`
  const state = { isDown: false }
  const read = query(async (after?: string) => {
    if (state.isDown) throw new ServerFault('the server is down')
    const from = Number(after ?? 0)
    const items = numbers.slice(from, from + PAGE)
    return { items, next: from + PAGE < numbers.length ? String(from + PAGE) : null }
  }, key)
  const pages = createRoot((dispose) => {
    onTestFinished(dispose)
    return createPages(read)
  })
  await vi.waitUntil(() => pages.items().length > 0)
  return Object.assign(state, { pages, numbers, key })
}

it('a list shows its first page, and more pages on demand until the last', async () => {
  const { pages } = await openList([1, 2, 3, 4, 5])
  expect([pages.items(), pages.hasMore()]).toEqual([[1, 2], true])
  await pages.more.run()
  expect([pages.items(), pages.hasMore()]).toEqual([[1, 2, 3, 4], true])
  await pages.more.run()
  expect([pages.items(), pages.hasMore()]).toEqual([[1, 2, 3, 4, 5], false])
})

it('a list that is read again begins with its first page, so that no row appears twice', async () => {
  const { pages, numbers, key } = await openList([1, 2, 3, 4])
  await pages.more.run()
  numbers.unshift(0)
  await revalidate(key)
  await vi.waitUntil(() => pages.items()[0] === 0)
  expect([pages.items(), pages.hasMore()]).toEqual([[0, 1], true])
  await pages.more.run()
  expect(pages.items()).toEqual([0, 1, 2, 3])
})

it('a page that cannot be read leaves the list as it is', async () => {
  const list = await openList([1, 2, 3])
  list.isDown = true
  await list.pages.more.run()
  expect(list.pages.more.fault()?.message).toContain('down')
  expect([list.pages.items(), list.pages.hasMore()]).toEqual([[1, 2], true])
})
