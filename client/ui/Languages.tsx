import { createSignal, For, Show } from 'solid-js'
import { rememberLanguage } from '../api.ts'
import { language, t } from '../texts.ts'

/** The switch between languages. The server speaks the new one from the next page on, and so do its mails. */
export function Languages() {
  const [fault, setFault] = createSignal<string>()
  const change = async (code: string) => {
    try {
      await rememberLanguage(code)
      window.location.reload()
    } catch (error) {
      setFault((error as Error).message)
    }
  }
  return (
    <footer class="languages">
      <label for="language">{t.languages.label}</label>
      <select id="language" onChange={(event) => void change(event.target.value)}>
        <For each={Object.entries(t.languages.names)}>
          {([code, name]) => (
            <option value={code} lang={code} selected={code === language}>
              {name}
            </option>
          )}
        </For>
      </select>
      <Show when={fault()}>{(words) => <span role="alert">{words()}</span>}</Show>
    </footer>
  )
}
