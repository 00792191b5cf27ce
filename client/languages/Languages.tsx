import { For, Show } from 'solid-js'
import { ask } from '../ask.ts'
import { createWrite } from '../createWrite.ts'
import { at } from '../site.ts'
import { language, t } from '../texts.ts'

/**
 * The choice of the language. These are buttons, because in a list box the arrow keys would load the page for each
 * language that they pass (WCAG 2.2, 3.2.2).
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

/** Makes the server remember the language for this browser and for the mails of the user, and loads the page again. */
async function remember(code: string): Promise<void> {
  await ask('/api/language', { method: 'POST', body: new URLSearchParams({ language: code }) })
  window.location.reload()
}
