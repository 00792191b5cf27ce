import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'

const { scripts } = JSON.parse(await readFile('package.json', 'utf8'))

// npm passes SIGTERM on to its shell, and the shell does not pass it on to its children.
it.each(['start', 'dev', 'serve'])('the shell of npm run %s becomes the server', (name) => {
  expect(scripts[name].split(' && ').at(-1)).toMatch(/^exec /)
})
