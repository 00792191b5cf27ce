/** Runs before `npm run build`. It is JavaScript, because without the dev dependencies nothing runs TypeScript. */
import { existsSync } from 'node:fs'

const WORDS = `Doorman is built with packages that are not installed here, because npm leaves out dev dependencies (as it
does with NODE_ENV=production). Install them, build, and then take them away again if you like:

  npm ci --include=dev && npm run build && npm ci --omit=dev
`

if (!existsSync('node_modules/vite')) {
  console.error(WORDS)
  process.exit(1)
}
