import { createSignal, Show } from 'solid-js'
import { at } from '../site.ts'
import { t } from '../texts.ts'
import { Alert } from '../ui/Alert.tsx'
import { Brand } from '../ui/Brand.tsx'
import { Heading } from '../ui/Heading.tsx'
import { ReminderForm } from './ReminderForm.tsx'
import { typedEarly } from './typedEarly.ts'

/** The page `/reminder`. */
export function Reminder() {
  const [sent, setSent] = createSignal<string>()
  return (
    <div class="page">
      <Brand />
      <Heading title={t.reminder.title}>{t.reminder.question}</Heading>
      <p>{t.reminder.why}</p>
      <ReminderForm email={typedEarly} onSent={setSent} />
      <p>
        <a href={at('/')} rel="external">
          {t.home.back}
        </a>
      </p>
      <Show when={sent()}>
        {(words) => <Alert title={t.reminder.title} text={words()} onClose={() => setSent(undefined)} />}
      </Show>
    </div>
  )
}
