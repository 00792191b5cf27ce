import { Show } from 'solid-js'
import type { Account } from '../../server/api.ts'
import { t } from '../texts.ts'
import { formatDate } from '../ui/formatDate.ts'
import { Avatar } from './Avatar.tsx'

/** Who one is here. */
export function Profile(props: { user: Account; onChangeAddress: () => void }) {
  return (
    <section class="card profile" aria-label={t.account.profile}>
      <Avatar url={props.user.avatarUrl} name={props.user.name || props.user.username} />
      <dl>
        <dt>{t.account.username}</dt>
        <dd>{props.user.username}</dd>
        <dt>{t.account.address}</dt>
        <dd>
          <Show when={props.user.email} fallback={t.account.noAddress}>
            {(email) => (
              <>
                {email()}{' '}
                <span class="badge">
                  {props.user.emailVerified ? t.account.verified : t.account.notVerified}
                </span>
                <Show when={props.user.emailVerified}>
                  {' '}
                  <button
                    type="button"
                    id="change-address"
                    class="quiet-button"
                    onClick={() => props.onChangeAddress()}
                  >
                    {t.address.change}
                    <span class="visually-hidden"> {t.account.address}</span>
                  </button>
                </Show>
              </>
            )}
          </Show>
        </dd>
        <dt>{t.account.since}</dt>
        <dd>{formatDate(props.user.createdAt)}</dd>
      </dl>
    </section>
  )
}
