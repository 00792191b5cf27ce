import { createEffect, createResource, Show } from 'solid-js'
import type { SessionAnswer } from '../../server/api.ts'
import { page } from '../page.ts'
import { fetchSession } from '../session.ts'
import { t } from '../texts.ts'
import { Brand } from '../ui/Brand.tsx'
import { showDoor } from '../ui/door.ts'
import { Foot } from '../ui/Foot.tsx'
import { Heading } from '../ui/Heading.tsx'
import { Inside } from './Inside.tsx'
import { Providers } from './Providers.tsx'
import { SignInFault } from './SignInFault.tsx'

/** The sign-in page. After a failed sign-in, its URL has `?error=CODE&returnTo=PATH`. */
export function FrontPage() {
  const [session] = createResource(fetchSession, page.session ? { initialValue: page.session } : {})
  const asked = new URLSearchParams(window.location.search)
  const error = asked.get('error') ?? undefined
  const returnTo = page.returnTo ?? undefined
  createEffect(() => showDoor(session.latest?.user ? 'open' : 'closed'))
  return (
    <>
      <div class="page front">
        <Brand />
        <Show when={session.latest}>
          {(known) => (
            <>
              <Heading title={known().user ? t.signin.inside : t.signin.title}>{greeting(known())}</Heading>
              <Show when={error}>
                {(code) => <SignInFault code={code()} session={known()} returnTo={returnTo} />}
              </Show>
              <Show
                when={known().user}
                fallback={<Providers providers={known().providers} returnTo={returnTo} error={error} />}
              >
                {(user) => <Inside user={user()} returnTo={returnTo} />}
              </Show>
            </>
          )}
        </Show>
      </div>
      <Foot />
    </>
  )
}

function greeting({ user, providers }: SessionAnswer): string {
  if (user) return t.signin.inside
  return providers.length > 0 ? t.signin.welcome : t.signin.notOpen
}
