import { Show } from 'solid-js'
import { Languages } from '../languages/Languages.tsx'
import { site } from '../site.ts'
import { t } from '../texts.ts'

/** The foot of every page: the links of the site's owner, and the languages. */
export function Foot() {
  return (
    <footer class="foot">
      <Show when={site.termsUrl || site.privacyUrl}>
        <ul class="links">
          <Show when={site.termsUrl}>
            {(url) => (
              <li>
                <a href={url()} rel="external">
                  {t.legal.terms}
                </a>
              </li>
            )}
          </Show>
          <Show when={site.privacyUrl}>
            {(url) => (
              <li>
                <a href={url()} rel="external">
                  {t.legal.privacy}
                </a>
              </li>
            )}
          </Show>
        </ul>
      </Show>
      <Languages />
    </footer>
  )
}
