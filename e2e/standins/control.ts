import type Router from '@koa/router'
import parse from 'co-body'
import { CONTROL, type Fault, type Faults } from './faults.ts'
import { html, page } from './page.ts'

const KINDS: Record<string, Fault> = {
  down: { kind: 'down' },
  hang: { kind: 'hang' },
  'slow (3 s)': { kind: 'slow', ms: 3_000 },
  '429': { kind: 'answer', status: 429, body: 'Too many requests' },
  '403': {
    kind: 'answer',
    status: 403,
    body: '{"errors":[{"code":453,"message":"no access"}]}',
    type: 'json',
  },
  '500': { kind: 'answer', status: 500, body: 'Internal error' },
  'HTML instead of JSON': { kind: 'answer', status: 200, body: '<!doctype html><p>Oops', type: 'html' },
}

const BODY = `<h1>Make it fail</h1>
<p class="quiet">The next requests to the chosen endpoint fail until you mend it.</p>
<form method="post">
<p><label>Endpoint <select name="path"><option>*</option><% for (const path of it.paths) { %><option><%= path %></option><% } %></select></label>
<label>Fault <select name="kind"><% for (const kind of it.kinds) { %><option><%= kind %></option><% } %></select></label>
<button class="go">Break</button> <button class="go" name="mend" value="1">Mend all</button></p>
</form>
<p><%= it.said %></p>`

/** The page where a person tells a stand-in how to fail. */
export function controlRoutes(router: Router, { faults, paths, banner }: ControlOptions): void {
  const show = (said: string) =>
    page({
      title: banner,
      banner,
      accent: '#7a2e2e',
      body: html(BODY, { paths, kinds: Object.keys(KINDS), said }),
    })

  router.get(CONTROL, (ctx) => {
    ctx.body = show('')
  })
  router.post(CONTROL, async (ctx) => {
    const { path, kind, mend } = await parse.form(ctx)
    const fault = KINDS[kind]
    if (mend || !fault) faults.clear()
    else faults.set(path, fault)
    ctx.body = show(mend ? 'All is well again.' : `${path} is now: ${kind}`)
  })
}

/** What the page controls. */
export interface ControlOptions {
  faults: Faults
  paths: string[]
  banner: string
}
