import { t } from '../texts.ts'

/** Everything that is kept of oneself, as a file. */
export function TakeAlong() {
  return (
    <section class="card" aria-labelledby="take-along">
      <h2 id="take-along">{t.takeAlong.title}</h2>
      <p>{t.takeAlong.what}</p>
      {/* `download`: should it be refused, one stays on this page. */}
      <a class="button secondary" href="/api/account/export" rel="external" download="">
        {t.takeAlong.button}
      </a>
    </section>
  )
}
