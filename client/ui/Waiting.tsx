import { Show } from 'solid-js'
import { siteName } from '../site.ts'
import { t } from '../texts.ts'

/** Stands where a page will be, in about its shape. Nothing in it takes the focus, which would go with it. */
export function Waiting(props: { path: string }) {
  return (
    <div class="page" role="status">
      <p class="brand">{siteName()}</p>
      <span class="visually-hidden">{t.faults.loading}</span>
      <div class="bone bone-title" />
      <Show when={props.path === '/account'} fallback={<BonesOfDoors />}>
        <div class="bone bone-card" />
        <div class="bone bone-card" />
        <div class="bone bone-card" />
      </Show>
    </div>
  )
}

function BonesOfDoors() {
  return (
    <>
      <div class="bone bone-text" />
      <div class="ways">
        <div class="bone bone-way" />
        <div class="bone bone-way" />
      </div>
      <div class="bone bone-link" />
    </>
  )
}
