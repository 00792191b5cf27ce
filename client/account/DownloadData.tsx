import { Show } from 'solid-js'
import { createWrite } from '../createWrite.ts'
import { at } from '../site.ts'
import { t } from '../texts.ts'
import { saveFile } from '../ui/saveFile.ts'
import { fetchOwnData } from './api.ts'

/** The button that downloads all data of the account as a file. */
export function DownloadData() {
  const fetching = createWrite(fetchOwnData)
  const download = async (event: MouseEvent) => {
    event.preventDefault()
    const file = await fetching.run()
    if (file) saveFile(file)
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
