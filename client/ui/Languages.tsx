import { createSignal, For, Show } from 'solid-js'
import { rememberLanguage } from '../api.ts'
import { language, t } from '../texts.ts'

/**
 * The switch between languages. The server speaks the new one from the next page on, and so do its mails. Buttons, not a
 * list to choose from: in that the arrow keys would load the page anew with each language on the way (WCAG 2.2, 3.2.2).
 */
export function Languages() {
  const [fault, setFault] = createSignal<string>()
  const change = async (code: string) => {
    setFault(undefined)
    try {
      await rememberLanguage(code)
      window.location.reload()
    } catch (error) {
      setFault((error as Error).message)
    }
  }
  return (
    <footer class="foot">
      <ul class="languages" aria-label={t.languages.label}>
        <For each={Object.entries(t.languages.names)}>
          {([code, name]) => (
            <li>
              <button
                type="button"
                lang={code}
                aria-current={code === language}
                onClick={() => void change(code)}
              >
                {name}
              </button>
            </li>
          )}
        </For>
      </ul>
      <Show when={fault()}>{(words) => <p role="alert">{words()}</p>}</Show>
    </footer>
  )
}
