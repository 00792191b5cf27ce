import { createAsync, Navigate } from '@solidjs/router'
import { ErrorBoundary, Show, Suspense } from 'solid-js'
import { readSession } from '../api.ts'
import { DangerZone } from '../deletion/DangerZone.tsx'
import { fill, t } from '../texts.ts'
import { Brand } from '../ui/Brand.tsx'
import { Heading } from '../ui/Heading.tsx'
import { TweetOffer } from '../welcome/TweetOffer.tsx'
import { Connections } from './Connections.tsx'
import { Events } from './Events.tsx'
import { Profile } from './Profile.tsx'
import './account.css'

/** The account of who is signed in; others are shown the front door. */
export default function Account() {
  const session = createAsync(() => readSession())
  return (
    <div class="page">
      <Brand />
      <Show when={session()}>
        {(known) => (
          <Show when={known().user} fallback={<Navigate href="/?returnTo=/account" />}>
            {(user) => (
              <>
                <Heading title={t.account.title}>
                  {fill(t.account.hello, { name: user().name || user().username })}
                </Heading>
                <Profile user={user()} />
                <TweetOffer user={user()} />
                <Connections user={user()} providers={known().providers} />
                <ErrorBoundary fallback={<p>{t.account.activityMissing}</p>}>
                  <Suspense>
                    <Events />
                  </Suspense>
                </ErrorBoundary>
                <p>
                  <a class="button secondary" href="/logout" rel="external">
                    {t.signin.signOut}
                  </a>
                </p>
                <DangerZone user={user()} />
              </>
            )}
          </Show>
        )}
      </Show>
    </div>
  )
}
