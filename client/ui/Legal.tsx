import { For, Show } from 'solid-js'
import { site } from '../site.ts'
import { t } from '../texts.ts'

/** The sentence with links to the site's terms and privacy policy; nothing if there are none. */
export function Legal() {
  const words = () => {
    if (site.termsUrl && site.privacyUrl) return t.legal.both
    if (site.termsUrl) return t.legal.termsOnly
    return site.privacyUrl ? t.legal.privacyOnly : ''
  }
  return (
    <Show when={words()}>
      {(text) => (
        <p class="legal">
          <For each={text().split(/(\{\w+\})/)}>{(piece) => <Piece of={piece} />}</For>
        </p>
      )}
    </Show>
  )
}

function Piece(props: { of: string }) {
  const link = () => {
    if (props.of === '{terms}') return { url: site.termsUrl, words: t.legal.terms }
    return props.of === '{privacy}' ? { url: site.privacyUrl, words: t.legal.privacy } : undefined
  }
  return (
    <Show when={link()} fallback={props.of}>
      {(found) => <a href={found().url ?? ''}>{found().words}</a>}
    </Show>
  )
}
