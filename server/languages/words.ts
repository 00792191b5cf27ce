import type { en } from './en.ts'

/** The same keys, with any words. */
type Words<Texts> = { readonly [Key in keyof Texts]: Texts[Key] extends string ? string : Words<Texts[Key]> }

/** Everything that is said, in one language. */
export type Catalogue = Words<typeof en>
