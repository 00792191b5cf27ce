import { siteName } from '../site.ts'

/** The site's name, on every page in the same place. */
export function Brand() {
  return (
    <p class="brand">
      <a href="/">{siteName()}</a>
    </p>
  )
}
