import type { en } from './en.ts'

/** The same keys, with any text. */
type Words<Texts> = { readonly [Key in keyof Texts]: Texts[Key] extends string ? string : Words<Texts[Key]> }

/** All texts in one language. */
export type Catalogue = Words<typeof en>
