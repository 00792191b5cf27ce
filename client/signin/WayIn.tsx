import type { ProviderChoice } from '../../server/api.ts'
import { ProviderIcon } from '../ui/ProviderIcon.tsx'
import { wayTo } from './wayTo.ts'

/** A provider's door: leaves this page for the provider's. */
export function WayIn(props: { provider: ProviderChoice; returnTo: string | undefined }) {
  return (
    <a class="way" rel="external" href={wayTo(props.provider.id, props.returnTo)}>
      <ProviderIcon url={props.provider.iconUrl} />
      <span>Continue with {props.provider.label}</span>
    </a>
  )
}
