import { Show } from 'solid-js'
import { createWrite } from '../createWrite.ts'
import { at } from '../site.ts'
import { t } from '../texts.ts'
import { fetchOwnData } from './api.ts'

/** Everything that is kept about the person, as a file. */
export function DownloadData() {
  const fetching = createWrite(fetchOwnData)
  const download = async (event: MouseEvent) => {
    event.preventDefault()
    const file = await fetching.run()
    if (file) save(file)
  }
  return (
    <>
      <p>{t.data.what}</p>
      <Show when={fetching.fault()}>{(fault) => <p role="alert">{fault().message}</p>}</Show>
      <a
        class="button secondary"
        href={at('/api/account/export')}
        rel="external"
        download=""
        aria-disabled={fetching.isBusy()}
        onClick={(event) => void download(event)}
      >
        {fetching.isBusy() ? t.data.busy : t.data.button}
      </a>
    </>
  )
}

function save({ name, content }: { name: string; content: Blob }): void {
  const url = URL.createObjectURL(content)
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  URL.revokeObjectURL(url)
}
