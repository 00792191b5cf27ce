import { createSignal, Show } from 'solid-js'
import { t } from '../texts.ts'
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
      <Heading title={t.reminder.title}>{t.reminder.question}</Heading>
      <p>{t.reminder.why}</p>
      <ReminderForm onAnswer={setAnswer} />
      <p>
        <a href="/">{t.home.back}</a>
      </p>
      <Show when={answer()}>
        {(text) => <Alert title={t.reminder.title} text={text()} onClose={() => setAnswer(undefined)} />}
      </Show>
    </div>
  )
}
