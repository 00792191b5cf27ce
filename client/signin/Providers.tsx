import { For, Show } from 'solid-js'
import type { ProviderChoice } from '../../server/api.ts'
import { ReminderButton } from '../reminder/ReminderButton.tsx'
import { fill, t } from '../texts.ts'
import { Legal } from '../ui/Legal.tsx'
import { ProviderIcon } from '../ui/ProviderIcon.tsx'
import { lastProvider } from './lastProvider.ts'
import { offersAnotherAccount } from './signInFaults.ts'
import { rememberTry } from './triedProvider.ts'
import { wayTo } from './wayTo.ts'

/** The providers to sign in with. Each link leads to the provider. */
export function Providers(props: {
  providers: readonly ProviderChoice[]
  returnTo: string | undefined
  /** The error code of the last sign-in, if it failed. */
  error: string | undefined
}) {
  const isKnown = lastProvider() !== undefined
  return (
    <Show when={props.providers.length > 0} fallback={<p>{t.signin.noProvider}</p>}>
      <p>{t.signin.noPassword}</p>
      <ul class="ways">
        <For each={props.providers}>
          {(provider) => (
            <li>
              <Way provider={provider} returnTo={props.returnTo} />
              <Show when={isKnown || offersAnotherAccount(props.error)}>
                <AnotherAccount provider={provider} returnTo={props.returnTo} />
              </Show>
            </li>
          )}
        </For>
      </ul>
      <ReminderButton />
      <Legal />
    </Show>
  )
}

interface WayProps {
  provider: ProviderChoice
  returnTo: string | undefined
}

function Way(props: WayProps) {
  return (
    <a
      class="way"
      id={`way-${props.provider.id}`}
      rel="external"
      href={wayTo(props.provider.id, { returnTo: props.returnTo })}
      onClick={() => rememberTry(props.provider.id)}
    >
      <ProviderIcon url={props.provider.iconUrl} />
      <span>{fill(t.signin.continueWith, { provider: props.provider.label })}</span>
      <Show when={lastProvider() === props.provider.id}>
        <span class="last-used">{t.signin.lastUsed}</span>
      </Show>
    </a>
  )
}

function AnotherAccount(props: WayProps) {
  return (
    <a
      class="another"
      rel="external"
      aria-describedby={`way-${props.provider.id}`}
      href={wayTo(props.provider.id, { chooseAccount: true, returnTo: props.returnTo })}
      onClick={() => rememberTry(props.provider.id)}
    >
      {t.signin.useAnother}
    </a>
  )
}
