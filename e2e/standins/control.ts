import type Router from '@koa/router'
import parse from 'co-body'
import type { Context } from 'koa'
import { z } from 'zod'
import { ALL, type Faults } from './faults.ts'
import { type Frame, html, page } from './page.ts'
import { Refusal } from './refusal.ts'

/** Where a stand-in is told to fail. */
export const CONTROL = '/_control'

const BODY = `<h1>Make it fail</h1>
<p class="quiet">What you choose fails until you mend it, so that you can see what the site then does.</p>
<% if (it.said) { %><p class="said" role="status"><%= it.said %></p><% } %>
<form method="post" class="card">
<label>Where <select name="endpoint"><option value="*">everywhere</option><% for (const name of it.endpoints) { %><option><%= name %></option><% } %></select></label>
<label>How <select name="fault"><% for (const name of it.faults) { %><option><%= name %></option><% } %></select></label>
<label>How often <input name="times" type="number" min="1" placeholder="until mended"></label>
<div class="row"><button class="go">Break it</button> <button class="go" name="mend" value="yes">Mend everything</button></div>
</form>
<h2>Broken now</h2>
<% if (it.current.length === 0) { %><p class="quiet">Nothing: all is well.</p><% } else { %>
<table><% for (const [name, fault] of it.current) { %><tr><td><%= name === '*' ? 'everywhere' : name %></td><td><%= fault %></td></tr><% } %></table>
<% } %>`

const formSchema = z.object({
  fault: z.string().default(''),
  times: z.preprocess((value) => value || undefined, z.coerce.number().int().positive().optional()),
  mend: z.string().optional(),
})

/**
 * The page where a person tells a stand-in how to fail. The same with JSON: GET answers what is broken, POST
 * `{ endpoint, fault }` breaks, DELETE mends everything.
 */
export function controlRoutes<Fault extends { times?: number }>(
  router: Router,
  frame: Frame,
  faults: Faults<Fault>,
): void {
  const endpointSchema = z
    .string()
    .default(ALL)
    .refine((name) => faults.knows(name), 'there is no such endpoint')
  const orderSchema = z.object({ endpoint: endpointSchema, fault: faults.options.schema })

  router.get(CONTROL, (ctx) => {
    if (ctx.accepts('html', 'json') === 'json') ctx.body = faults.current()
    else ctx.body = controlPage(frame, faults, '')
  })
  router.delete(CONTROL, (ctx) => {
    faults.clear()
    ctx.status = 204
  })
  router.post(CONTROL, async (ctx) => {
    if (ctx.is('json')) await breakByJson(ctx)
    else ctx.body = controlPage(frame, faults, breakByForm(await parse.form(ctx)))
  })

  async function breakByJson(ctx: Context): Promise<void> {
    const order = orderSchema.safeParse(await parse.json(ctx))
    if (!order.success) throw new Refusal(400, z.prettifyError(order.error))
    faults.set(order.data.endpoint, order.data.fault)
    ctx.body = faults.current()
  }

  function breakByForm(form: unknown): string {
    const order = formSchema.extend({ endpoint: endpointSchema }).safeParse(form)
    if (!order.success) throw new Refusal(400, z.prettifyError(order.error))
    const { endpoint, fault: words, times, mend } = order.data
    const fault = faults.options.ready[words]
    if (mend) faults.clear()
    else if (fault) faults.set(endpoint, times ? { ...fault, times } : fault)
    return mend ? 'All is well again.' : 'Done: it fails now.'
  }
}

function controlPage<Fault extends { times?: number }>(
  frame: Frame,
  faults: Faults<Fault>,
  said: string,
): string {
  const { endpoints, ready } = faults.options
  const current = Object.entries(faults.current()).map(([name, fault]) => [name, inWords(fault, ready)])
  const body = html(BODY, { said, endpoints: Object.keys(endpoints), faults: Object.keys(ready), current })
  return page({ frame, title: `Make the ${frame.name} stand-in fail`, body })
}

function inWords(fault: { times?: number }, ready: Readonly<Record<string, object>>): string {
  const { times, ...rest } = fault
  const words = Object.entries(ready).find(([, known]) => JSON.stringify(known) === JSON.stringify(rest))?.[0]
  const often = times === undefined ? 'until mended' : `${times} more ${times === 1 ? 'time' : 'times'}`
  return `${words ?? JSON.stringify(rest).slice(0, 200)}, ${often}`
}
