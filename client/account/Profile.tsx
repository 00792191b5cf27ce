import { Show } from 'solid-js'
import type { Account } from '../../server/api.ts'
import { formatDate } from '../ui/formatDate.ts'
import { Avatar } from './Avatar.tsx'

/** Who one is here. */
export function Profile(props: { user: Account }) {
  return (
    <section class="card profile" aria-label="Profile">
      <Avatar url={props.user.avatarUrl} name={props.user.name || props.user.username} />
      <dl>
        <dt>Username</dt>
        <dd>{props.user.username}</dd>
        <dt>Mail address</dt>
        <dd>
          <Show when={props.user.email} fallback="None, so no reminder can reach you">
            {(email) => (
              <>
                {email()} <span class="badge">{props.user.emailVerified ? 'verified' : 'not verified'}</span>
              </>
            )}
          </Show>
        </dd>
        <dt>With us since</dt>
        <dd>{formatDate(props.user.createdAt)}</dd>
      </dl>
    </section>
  )
}
