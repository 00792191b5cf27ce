import { Show } from 'solid-js'
import type { ProviderChoice } from '../../server/api.ts'
import { fill, t } from '../texts.ts'
import { ProviderIcon } from '../ui/ProviderIcon.tsx'
import { lastProvider } from './lastProvider.ts'
import { wayTo } from './wayTo.ts'

/** A provider's door: leaves this page for the provider's. */
export function WayIn(props: { provider: ProviderChoice; returnTo: string | undefined }) {
  return (
    <a class="way" rel="external" href={wayTo(props.provider.id, props.returnTo)}>
      <ProviderIcon url={props.provider.iconUrl} />
      <span>{fill(t.signin.continueWith, { door: props.provider.label })}</span>
      <Show when={lastProvider() === props.provider.id}>
        <span class="last-used">{t.signin.lastUsed}</span>
      </Show>
    </a>
  )
}
