import { type Accessor, createSignal, onMount } from 'solid-js'

/** The length of a text by X's count: the characters left, and whether X accepts it. */
export interface Weight {
  left: number
  isValid: boolean
}

/** Counts a text as it changes. X's tables are large, so the browser loads them only when the offer is shown. */
export function createWeight(text: Accessor<string>): Accessor<Weight | undefined> {
  const [count, setCount] = createSignal<(text: string) => Weight>()
  onMount(async () => {
    // When the tables do not arrive, only the server counts.
    const tables = await import('./countCharacters.ts').catch(() => undefined)
    setCount(() => tables?.countCharacters)
  })
  return () => count()?.(text())
}
