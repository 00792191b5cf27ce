/** The first letters of the first and last word of a name, in capitals; whole characters, as people see them. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean)
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words
  return ends
    .map((word) => firstCharacter(word ?? ''))
    .join('')
    .toLocaleUpperCase()
}

function firstCharacter(word: string): string {
  const [first] = new Intl.Segmenter().segment(word)
  return first?.segment ?? ''
}
