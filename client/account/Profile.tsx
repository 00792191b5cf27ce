import { Show } from 'solid-js'
import { ContinueToSite } from '../signin/ContinueToSite.tsx'
import { at } from '../site.ts'
import { fill, t } from '../texts.ts'
import { formatDate } from '../ui/formatDate.ts'
import { Heading } from '../ui/Heading.tsx'
import { Avatar } from './Avatar.tsx'
import { useAccountPage } from './accountContext.ts'

/** Name, picture and address of the user, with links to the site and to the sign-out. */
export function Profile(props: { onChangeAddress: () => void }) {
  const { user } = useAccountPage()
  const name = () => user().name || user().username
  return (
    <section class="card profile" id="profile" aria-label={t.account.profile}>
      <Avatar url={user().avatarUrl} name={name()} />
      <div class="profile-names">
        <Heading title={t.account.title}>{fill(t.account.hello, { name: name() })}</Heading>
        <p class="quiet">{user().username}</p>
      </div>
      <div class="actions">
        <ContinueToSite />
        <a class="button secondary" href={at('/logout')} rel="external">
          {t.signin.signOut}
        </a>
      </div>
      <dl>
        <div>
          <dt>{t.account.address}</dt>
          <dd>
            <EmailAddress onChange={props.onChangeAddress} />
          </dd>
        </div>
        <div>
          <dt>{t.account.since}</dt>
          <dd>{formatDate(user().createdAt)}</dd>
        </div>
      </dl>
    </section>
  )
}

/** The address with the badge "verified", because the server stores verified addresses only. */
function EmailAddress(props: { onChange: () => void }) {
  const { user } = useAccountPage()
  return (
    <>
      <Show when={user().email} fallback={t.account.noAddress}>
        {(email) => (
          <>
            {email()} <span class="badge">{t.account.verified}</span>
          </>
        )}
      </Show>{' '}
      <button type="button" id="change-address" class="quiet-button" onClick={() => props.onChange()}>
        {user().email ? t.address.change : t.address.add}
      </button>
    </>
  )
}
