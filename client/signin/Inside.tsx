import { Show } from 'solid-js'
import type { Account } from '../../server/api.ts'
import { at, siteHome } from '../site.ts'
import { fill, t } from '../texts.ts'
import { ContinueToSite } from './ContinueToSite.tsx'

/** The content of the sign-in page for a visitor who is signed in: links to continue and to sign out. */
export function Inside(props: { user: Account; returnTo: string | undefined }) {
  // A link to this page itself would be useless.
  const onward = () => (props.returnTo === at('/') ? undefined : props.returnTo)
  return (
    <>
      <p>{fill(t.signin.signedInAs, { name: props.user.name || props.user.username })}</p>
      <div class="actions">
        <Show when={onward()} fallback={<ContinueToSite />}>
          {(address) => (
            <a class="button" href={address()} rel="external">
              {t.signin.goOn}
            </a>
          )}
        </Show>
        <a
          class="button"
          classList={{ secondary: Boolean(onward() || siteHome) }}
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
