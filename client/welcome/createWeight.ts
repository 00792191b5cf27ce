import { type Accessor, createSignal, onMount } from 'solid-js'

/** How long a text is by X's own count. */
export interface Weight {
  left: number
  isValid: boolean
}

/** Weighs a text as it changes. X's tables are large, so only a person with an offer loads them. */
export function createWeight(text: Accessor<string>): Accessor<Weight | undefined> {
  const [count, setCount] = createSignal<(text: string) => Weight>()
  onMount(async () => {
    // Without the tables the server's own count decides.
    const tables = await import('./countCharacters.ts').catch(() => undefined)
    setCount(() => tables?.countCharacters)
  })
  return () => count()?.(text())
}
