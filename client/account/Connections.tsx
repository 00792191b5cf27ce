import { For, Show } from 'solid-js'
import type { Account, Connection, ProviderChoice } from '../../server/api.ts'
import { wayTo } from '../signin/wayTo.ts'
import { fill, t } from '../texts.ts'
import { formatDate } from '../ui/formatDate.ts'
import { ProviderIcon } from '../ui/ProviderIcon.tsx'

/** The doors to this account, and those that could be added. */
export function Connections(props: { user: Account; providers: ProviderChoice[] }) {
  const iconOf = (id: string) => props.providers.find((provider) => provider.id === id)?.iconUrl
  const unconnected = () =>
    props.providers.filter(({ id }) => !props.user.connections.some(({ provider }) => provider === id))
  return (
    <section class="card" aria-labelledby="connections">
      <h2 id="connections">{t.account.doors}</h2>
      <ul class="connections">
        <For each={props.user.connections}>
          {(connection) => <Connected connection={connection} iconUrl={iconOf(connection.provider)} />}
        </For>
        <For each={unconnected()}>{(provider) => <Unconnected provider={provider} />}</For>
      </ul>
    </section>
  )
}

function Connected(props: { connection: Connection; iconUrl: string | undefined }) {
  return (
    <li>
      <Show when={props.iconUrl}>{(url) => <ProviderIcon url={url()} />}</Show>
      <span>
        <strong>{props.connection.label}</strong>
        <small>
          {fill(t.account.connectedSince, {
            name: props.connection.username,
            date: formatDate(props.connection.connectedAt, 'medium'),
          })}
        </small>
      </span>
      <span class="badge">{t.account.connected}</span>
    </li>
  )
}

function Unconnected(props: { provider: ProviderChoice }) {
  return (
    <li>
      <ProviderIcon url={props.provider.iconUrl} />
      <span>
        <strong>{props.provider.label}</strong>
        <small>{t.account.notConnected}</small>
      </span>
      <a class="button secondary" rel="external" href={wayTo(props.provider.id, '/account')}>
        {t.account.connect}
        <span class="visually-hidden"> {props.provider.label}</span>
      </a>
    </li>
  )
}
