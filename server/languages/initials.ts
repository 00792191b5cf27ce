/** The first characters of the first and the last word of a name, in capitals. An emoji counts as one character. */
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
