import { createAsync, useSearchParams } from '@solidjs/router'
import { For, Show } from 'solid-js'
import type { Account, ProviderChoice, SessionAnswer } from '../../server/api.ts'
import { readSession } from '../api.ts'
import { ReminderButton } from '../reminder/ReminderButton.tsx'
import { fill, t } from '../texts.ts'
import { Brand } from '../ui/Brand.tsx'
import { Heading } from '../ui/Heading.tsx'
import { SignInFault } from './SignInFault.tsx'
import { WayIn } from './WayIn.tsx'

/** The front door. */
export function SignIn() {
  const session = createAsync(() => readSession())
  const [search] = useSearchParams<{ error: string; returnTo: string }>()
  const user = () => session()?.user
  return (
    <div class="page">
      <Brand />
      <Show when={session()}>
        {(known) => (
          <>
            <Heading title={user() ? t.signin.inside : t.signin.title}>{greeting(known())}</Heading>
            <Show when={search.error}>
              {(code) => (
                <SignInFault code={code()} isSignedIn={Boolean(user())} returnTo={search.returnTo} />
              )}
            </Show>
            <Show when={user()} fallback={<Doors providers={known().providers} returnTo={search.returnTo} />}>
              {(person) => <Inside user={person()} />}
            </Show>
          </>
        )}
      </Show>
    </div>
  )
}

function greeting(session: SessionAnswer): string {
  if (session.user) return t.signin.inside
  return session.providers.length > 0 ? t.signin.welcome : t.signin.notOpen
}

function Doors(props: { providers: ProviderChoice[]; returnTo: string | undefined }) {
  return (
    <Show when={props.providers.length > 0} fallback={<p>{t.signin.noLock}</p>}>
      <p>{t.signin.noPassword}</p>
      <ul class="ways">
        <For each={props.providers}>
          {(provider) => (
            <li>
              <WayIn provider={provider} returnTo={props.returnTo} />
            </li>
          )}
        </For>
      </ul>
      <ReminderButton />
    </Show>
  )
}

function Inside(props: { user: Account }) {
  return (
    <>
      <p>{fill(t.signin.signedInAs, { name: props.user.name || props.user.username })}</p>
      <div class="actions">
        <a class="button" href="/account">
          {t.signin.account}
        </a>
        <a class="button secondary" href="/logout" rel="external">
          {t.signin.signOut}
        </a>
      </div>
    </>
  )
}
