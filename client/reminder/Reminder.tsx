import { createSignal, Show } from 'solid-js'
import { Alert } from '../ui/Alert.tsx'
import { Brand } from '../ui/Brand.tsx'
import { Heading } from '../ui/Heading.tsx'
import { ReminderForm } from './ReminderForm.tsx'

/** The reminder as a page of its own. */
export default function Reminder() {
  const [answer, setAnswer] = createSignal<string>()
  return (
    <div class="page">
      <Brand />
      <Heading title="Reminder">Which door was mine?</Heading>
      <p>Tell us your mail address. We mail you the list of providers connected to your account.</p>
      <ReminderForm onAnswer={setAnswer} />
      <p>
        <a href="/">Back to the front door</a>
      </p>
      <Show when={answer()}>
        {(text) => <Alert title="Reminder" text={text()} onClose={() => setAnswer(undefined)} />}
      </Show>
    </div>
  )
}
