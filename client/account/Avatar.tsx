import { createSignal, Show } from 'solid-js'
import { initials } from '../../server/languages/initials.ts'
import { isShowable } from '../site.ts'

/** A person's picture, or their initials if there is none or it cannot be loaded. */
export function Avatar(props: { url: string | null; name: string }) {
  const [isBroken, setBroken] = createSignal(false)
  return (
    <Show
      when={!isBroken() && props.url && isShowable(props.url) && props.url}
      fallback={
        <span class="avatar" aria-hidden="true">
          {initials(props.name)}
        </span>
      }
    >
      {(url) => (
        <img
          class="avatar"
          src={url()}
          alt=""
          width="72"
          height="72"
          referrerpolicy="no-referrer"
          onError={() => setBroken(true)}
        />
      )}
    </Show>
  )
}
