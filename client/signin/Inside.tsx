import { Show } from 'solid-js'
import type { Account } from '../../server/api.ts'
import { at } from '../site.ts'
import { fill, t } from '../texts.ts'
import { ContinueToSite } from './ContinueToSite.tsx'
import { isPathHere } from './wayTo.ts'

/** The sign-in page of a person who is signed in: the ways on, and out. */
export function Inside(props: { user: Account; home: string | undefined; returnTo: string | undefined }) {
  const returnTo = () => (isPathHere(props.returnTo) ? props.returnTo : undefined)
  return (
    <>
      <p>{fill(t.signin.signedInAs, { name: props.user.name || props.user.username })}</p>
      <div class="actions">
        <Show when={returnTo()} fallback={<ContinueToSite home={props.home} />}>
          {(path) => (
            <a class="button" href={path()} rel="external">
              {t.signin.goOn}
            </a>
          )}
        </Show>
        <a
          class="button"
          classList={{ secondary: Boolean(returnTo() || props.home) }}
          href={at('/account')}
          rel="external"
        >
          {t.signin.account}
        </a>
        <a class="button secondary" href={at('/logout')} rel="external">
          {t.signin.signOut}
        </a>
      </div>
    </>
  )
}
