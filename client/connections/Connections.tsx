import { createSignal, createUniqueId, For, Show } from 'solid-js'
import type { OwnConnection, ProviderChoice } from '../../server/api.ts'
import { useAccountPage } from '../account/accountContext.ts'
import { createReading } from '../createReading.ts'
import { revalidate } from '../query.ts'
import { rememberTry } from '../signin/triedProvider.ts'
import { wayToConnect } from '../signin/wayTo.ts'
import { fill, t } from '../texts.ts'
import { Dialog } from '../ui/Dialog.tsx'
import { formatDate } from '../ui/formatDate.ts'
import { Outcome } from '../ui/Outcome.tsx'
import { ProviderIcon } from '../ui/ProviderIcon.tsx'
import { readConnections } from './api.ts'
import { Disconnecting } from './Disconnecting.tsx'

/** The connections of the account, and the providers that could be connected. */
export function Connections(props: { providers: readonly ProviderChoice[] }) {
  const { offerSignOut } = useAccountPage()
  const connections = createReading(readConnections)
  const [chosen, choose] = createSignal<OwnConnection>()
  const [gone, setGone] = createSignal<OwnConnection>()
  const done = (connection: OwnConnection) => {
    choose(undefined)
    setGone(connection)
    offerSignOut()
    void revalidate()
  }
  return (
    <>
      <Show when={gone()} keyed>
        {({ label }) => <Outcome text={fill(t.connections.done, { provider: label })} />}
      </Show>
      <Rows connections={connections() ?? []} providers={props.providers} onDisconnect={choose} />
      <Show when={chosen()}>
        {(connection) => (
          <Dialog
            title={fill(t.connections.dialogTitle, { provider: connection().label })}
            describedBy="disconnecting disconnecting-posts"
            onClose={() => choose(undefined)}
          >
            <Disconnecting connection={connection()} onDone={done} onCancel={() => choose(undefined)} />
          </Dialog>
        )}
      </Show>
    </>
  )
}

function Rows(props: {
  connections: OwnConnection[]
  providers: readonly ProviderChoice[]
  onDisconnect: (connection: OwnConnection) => void
}) {
  const iconOf = (id: string) => props.providers.find((provider) => provider.id === id)?.iconUrl
  const unconnected = () =>
    props.providers.filter(({ id }) => !props.connections.some(({ provider }) => provider === id))
  return (
    <ul class="rows">
      <For each={props.connections}>
        {(connection) => (
          <Connected
            connection={connection}
            iconUrl={iconOf(connection.provider)}
            onDisconnect={() => props.onDisconnect(connection)}
          />
        )}
      </For>
      <For each={unconnected()}>{(provider) => <Unconnected provider={provider} />}</For>
    </ul>
  )
}

function Connected(props: {
  connection: OwnConnection
  iconUrl: string | undefined
  onDisconnect: () => void
}) {
  const id = createUniqueId()
  const isLast = () => props.connection.isLastWayIn
  const since = () => formatDate(props.connection.connectedAt, 'medium')
  return (
    <li>
      <Show when={props.iconUrl}>{(url) => <ProviderIcon url={url()} />}</Show>
      <span class="row-text">
        <strong>{props.connection.label}</strong> <span class="badge">{t.account.connected}</span>
        <small>{fill(t.account.connectedSince, { name: props.connection.username, date: since() })}</small>
      </span>
      <button
        type="button"
        class="button secondary"
        // Not `disabled`, so that a screen reader can reach the button and read why it does nothing.
        aria-disabled={isLast()}
        aria-describedby={isLast() ? id : undefined}
        onClick={() => isLast() || props.onDisconnect()}
      >
        {t.connections.disconnect}
        <span class="visually-hidden"> {props.connection.label}</span>
      </button>
      <Show when={isLast()}>
        <small class="row-note" id={id}>
          {t.connections.lastWayIn}
        </small>
      </Show>
    </li>
  )
}

function Unconnected(props: { provider: ProviderChoice }) {
  return (
    <li>
      <ProviderIcon url={props.provider.iconUrl} />
      <span class="row-text">
        <strong>{props.provider.label}</strong>
        <small>{t.account.notConnected}</small>
      </span>
      <a
        class="button secondary"
        rel="external"
        href={wayToConnect(props.provider.id)}
        onClick={() => rememberTry(props.provider.id)}
      >
        {t.account.connect}
        <span class="visually-hidden"> {props.provider.label}</span>
      </a>
    </li>
  )
}
