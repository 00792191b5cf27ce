import { For, Show } from 'solid-js'
import { ask } from '../ask.ts'
import { createWrite } from '../createWrite.ts'
import { at } from '../site.ts'
import { language, t } from '../texts.ts'

/**
 * The switch between languages. The server uses the new one from the next page on, in mails too. Buttons instead of a
 * list box, in which the arrow keys would load the page with each language on the way (WCAG 2.2, 3.2.2).
 */
export function Languages() {
  const change = createWrite(remember)
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (event.submitter instanceof HTMLButtonElement) void change.run(event.submitter.value)
  }
  return (
    <form action={at('/api/language')} method="post" onSubmit={submit}>
      <ul class="languages" aria-label={t.languages.label}>
        <For each={Object.entries(t.languages.names)}>
          {([code, name]) => (
            <li>
              <button type="submit" name="language" value={code} lang={code} aria-current={code === language}>
                {name}
              </button>
            </li>
          )}
        </For>
      </ul>
      <Show when={change.fault()}>{(fault) => <p role="alert">{fault().message}</p>}</Show>
    </form>
  )
}

/** Remembers the language on this device and, for a person who is signed in, for their mails. */
async function remember(code: string): Promise<void> {
  await ask('/api/language', { method: 'POST', body: new URLSearchParams({ language: code }) })
  window.location.reload()
}
