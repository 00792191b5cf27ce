import type Router from '@koa/router'
import parse from 'co-body'
import { z } from 'zod'
import { ALL, type Faults } from './faults.ts'
import { type Frame, html, page } from './page.ts'
import { Refusal } from './refusal.ts'

/** Path of the control page: it makes the stand-in fail, and changes the permissions of the application. */
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
<% if (it.switches.length > 0) { %><h2>How it is set up</h2>
<form method="post" class="card">
<% for (const [name, words, isOn] of it.switches) { %><label><input type="checkbox" name="on" value="<%= name %>"<%= isOn ? ' checked' : '' %>> <%= words %></label>
<% } %><div class="row"><button class="go" name="set" value="yes">Set it up so</button></div>
</form><% } %>
<h2>Broken now</h2>
<% if (it.current.length === 0) { %><p class="quiet">Nothing: all is well.</p><% } else { %>
<table><% for (const [name, fault] of it.current) { %><tr><td><%= name === '*' ? 'everywhere' : name %></td><td><%= fault %></td></tr><% } %></table>
<% } %>`

const formSchema = z.object({
  fault: z.string().default(''),
  times: z.preprocess((value) => value || undefined, z.coerce.number().int().positive().optional()),
  mend: z.string().optional(),
  set: z.string().optional(),
  on: z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(z.string())),
})

/** Settings of the application or the people. A person can switch them on the control page. */
export interface Switches {
  /** The control page changes this object in place. */
  state: Record<string, boolean>
  /** By name: what the page says about the setting; the sentence is true while the setting is on. */
  words: Readonly<Record<string, string>>
}

/** The settings that a control page can change. */
interface Controlled<Fault extends { times?: number }> {
  faults: Faults<Fault>
  switches?: Switches | undefined
}

/**
 * Adds the control page, where a person sets faults and switches. Tests do the same with JSON: GET answers the current
 * faults, POST `{ endpoint, fault }` sets a fault, POST `{ set: { NAME: true } }` sets a switch, and DELETE clears all
 * faults and resets all switches.
 */
export function controlRoutes<Fault extends { times?: number }>(
  router: Router,
  frame: Frame,
  { faults, switches = { state: {}, words: {} } }: Controlled<Fault>,
): void {
  const control = new Control({ faults, switches })
  const pageWith = (said: string) => controlPage(frame, { faults, switches }, said)

  router.get(CONTROL, (ctx) => {
    if (ctx.accepts('html', 'json') === 'json') ctx.body = faults.current()
    else ctx.body = pageWith('')
  })
  router.delete(CONTROL, (ctx) => {
    control.mendAll()
    ctx.status = 204
  })
  router.post(CONTROL, async (ctx) => {
    if (ctx.is('json')) {
      control.obeyJson(await parse.json(ctx))
      ctx.body = faults.current()
    } else ctx.body = pageWith(control.obeyForm(await parse.form(ctx)))
  })
}

/** Carries out the orders of a person or a test. Throws `Refusal` 400 for an order that is not valid. */
class Control<Fault extends { times?: number }> {
  readonly #faults: Faults<Fault>
  readonly #state: Switches['state']
  readonly #atFirst: Switches['state']
  readonly #endpoint: z.ZodType<string>

  constructor({ faults, switches }: { faults: Faults<Fault>; switches: Switches }) {
    this.#faults = faults
    this.#state = switches.state
    this.#atFirst = { ...switches.state }
    this.#endpoint = z
      .string()
      .default(ALL)
      .refine((name) => faults.knows(name), 'there is no such endpoint')
  }

  mendAll(): void {
    this.#faults.clear()
    Object.assign(this.#state, this.#atFirst)
  }

  obeyJson(json: unknown): void {
    const names = Object.keys(this.#atFirst)
    const setSchema = z.object({ set: z.partialRecord(z.enum(names), z.boolean()) })
    const faultSchema = z.object({ endpoint: this.#endpoint, fault: this.#faults.options.schema })
    const order = parsed(z.union([faultSchema, setSchema]), json)
    if ('set' in order) Object.assign(this.#state, order.set)
    else this.#faults.set(order.endpoint, order.fault)
  }

  /** Returns what the page says about the result. */
  obeyForm(form: unknown): string {
    const order = parsed(formSchema.extend({ endpoint: this.#endpoint }), form)
    const { endpoint, fault: words, times, mend, set, on } = order
    if (set) {
      for (const name of Object.keys(this.#state)) this.#state[name] = on.includes(name)
      return 'Done: it is set up so.'
    }
    const fault = this.#faults.options.ready[words]
    if (mend) this.mendAll()
    else if (fault) this.#faults.set(endpoint, times ? { ...fault, times } : fault)
    return mend ? 'All is well again.' : 'Done: it fails now.'
  }
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (!result.success) throw new Refusal(400, z.prettifyError(result.error))
  return result.data
}

function controlPage<Fault extends { times?: number }>(
  frame: Frame,
  { faults, switches }: Required<Controlled<Fault>> & { switches: Switches },
  said: string,
): string {
  const { endpoints, ready } = faults.options
  const current = Object.entries(faults.current()).map(([name, fault]) => [name, inWords(fault, ready)])
  const shown = Object.entries(switches.state).map(([name, isOn]) => [
    name,
    switches.words[name] ?? name,
    isOn,
  ])
  const choices = { endpoints: Object.keys(endpoints), faults: Object.keys(ready), switches: shown }
  const body = html(BODY, { said, ...choices, current })
  return page({ frame, title: `Make the ${frame.name} stand-in fail`, body })
}

function inWords(fault: { times?: number }, ready: Readonly<Record<string, object>>): string {
  const { times, ...rest } = fault
  const words = Object.entries(ready).find(([, known]) => JSON.stringify(known) === JSON.stringify(rest))?.[0]
  const often = times === undefined ? 'until mended' : `${times} more ${times === 1 ? 'time' : 'times'}`
  return `${words ?? JSON.stringify(rest).slice(0, 200)}, ${often}`
}
