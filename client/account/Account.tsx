import { createAsync, Navigate } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { Address } from '../address/Address.tsx'
import { readSession } from '../api.ts'
import { Connections } from '../connections/Connections.tsx'
import { DangerZone } from '../deletion/DangerZone.tsx'
import { PendingConnection } from '../signin/PendingConnection.tsx'
import { fill, t } from '../texts.ts'
import { Brand } from '../ui/Brand.tsx'
import { Heading } from '../ui/Heading.tsx'
import { Part } from '../ui/Part.tsx'
import { Consents } from '../welcome/Consents.tsx'
import { TweetOffer } from '../welcome/TweetOffer.tsx'
import { Events } from './Events.tsx'
import { Profile } from './Profile.tsx'
import { Sessions } from './Sessions.tsx'
import { TakeAlong } from './TakeAlong.tsx'
import './account.css'

/** The account of who is signed in; others are shown the front door. */
export default function Account() {
  const session = createAsync(() => readSession())
  const [isChanging, setChanging] = createSignal(false)
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
                <Profile user={user()} onChangeAddress={() => setChanging(true)} />
                <Part fault={t.address.missing}>
                  <PendingConnection />
                  <Address user={user()} isChanging={isChanging()} onClose={() => setChanging(false)} />
                </Part>
                <TweetOffer user={user()} />
                <Part fault={t.consents.fault}>
                  <Consents />
                </Part>
                <Part fault={t.connections.fault}>
                  <Connections providers={known().providers} />
                </Part>
                <Part fault={t.sessions.fault}>
                  <Sessions />
                </Part>
                <Part fault={t.account.activityMissing}>
                  <Events />
                </Part>
                <TakeAlong />
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
