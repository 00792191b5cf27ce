import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import type { DeskPersonDetails } from '../../../server/deskApi.ts'
import { createWrite } from '../../createWrite.ts'
import { at } from '../../site.ts'
import { fill } from '../../texts.ts'
import { Dialog } from '../../ui/Dialog.tsx'
import { Outcome } from '../../ui/Outcome.tsx'
import { saveFile } from '../../ui/saveFile.ts'
import { exportPathOf, fetchDataOf } from '../api.ts'
import { deskTexts } from '../deskTexts.ts'
import { WriteFault } from '../WriteFault.tsx'
import { DeletionForm } from './DeletionForm.tsx'
import { EndingForm } from './EndingForm.tsx'
import { LockForm } from './LockForm.tsx'
import type { PersonForm } from './personForm.ts'
import { UnlockForm } from './UnlockForm.tsx'

type Asked = 'lock' | 'end' | 'remove'

/** The actions of an operator on the person. A dialog explains each destructive action and asks for confirmation. */
export function Actions(props: { person: DeskPersonDetails; hasSessions: boolean }) {
  const { actions: d, person: words } = deskTexts()
  const [asked, setAsked] = createSignal<Asked>()
  const [outcome, setOutcome] = createSignal<string>()
  const done = (said: string) => {
    setAsked(undefined)
    setOutcome(said)
  }
  const form = (): PersonForm => ({
    person: props.person,
    onCancel: () => setAsked(undefined),
    onDone: done,
  })
  const isPresent = () => props.person.state !== 'leaving'
  return (
    <section class="desk-actions" aria-label={d.title}>
      <Show when={outcome()} keyed>
        {(said) => <Outcome text={said} />}
      </Show>
      <Show when={props.person.isOperator}>
        <p class="quiet">{words.isOperator}</p>
      </Show>
      <div class="actions">
        <Show when={isPresent() && !props.person.isOperator}>
          <Show
            when={props.person.state === 'locked'}
            fallback={<Opener words={d.lock} onOpen={() => setAsked('lock')} />}
          >
            <UnlockForm person={props.person} onDone={done} />
          </Show>
        </Show>
        <Show when={props.hasSessions}>
          <Opener words={d.endSessions} onOpen={() => setAsked('end')} />
        </Show>
        <Show when={isPresent()}>
          <Download id={props.person.id} />
        </Show>
        <Show when={isPresent() && !props.person.isOperator}>
          <Opener words={d.remove} isDestructive onOpen={() => setAsked('remove')} />
        </Show>
      </div>
      <Show when={asked()}>{(what) => <AskedDialog what={what()} form={form()} />}</Show>
    </section>
  )
}

function AskedDialog(props: { what: Asked; form: PersonForm }) {
  return (
    <Dialog title={titleOf(props.what, props.form.person)} onClose={() => props.form.onCancel()}>
      <Switch>
        <Match when={props.what === 'lock'}>
          <LockForm {...props.form} />
        </Match>
        <Match when={props.what === 'end'}>
          <EndingForm {...props.form} />
        </Match>
        <Match when={props.what === 'remove'}>
          <DeletionForm {...props.form} />
        </Match>
      </Switch>
    </Dialog>
  )
}

function titleOf(what: Asked, { name, username }: DeskPersonDetails): string {
  const { lockTitle, endTitle, removeTitle } = deskTexts().actions
  const words = { lock: lockTitle, end: endTitle, remove: removeTitle }[what]
  return fill(words, { name: name || username })
}

function Opener(props: { words: JSX.Element; isDestructive?: boolean; onOpen: () => void }) {
  return (
    <button
      type="button"
      class={props.isDestructive ? 'button destructive' : 'button secondary'}
      onClick={() => props.onOpen()}
    >
      {props.words}
    </button>
  )
}

function Download(props: { id: string }) {
  const d = deskTexts()
  const fetching = createWrite(fetchDataOf)
  const download = async (event: MouseEvent) => {
    event.preventDefault()
    const file = await fetching.run(props.id)
    if (file) saveFile(file)
  }
  return (
    <>
      <a
        class="button secondary"
        href={at(exportPathOf(props.id))}
        rel="external"
        download=""
        aria-disabled={fetching.isBusy()}
        onClick={(event) => void download(event)}
      >
        {fetching.isBusy() ? d.busy : d.actions.download}
      </a>
      <WriteFault fault={fetching.fault()} />
    </>
  )
}
