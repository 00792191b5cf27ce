import { html } from './page.ts'
import type { Person } from './people.ts'

const BODY = `<h1>Who are you?</h1>
<p class="quiet">“<%= it.site %>” wants to know you<%= it.asks %>. Pick a person, or refuse.</p>
<form method="post">
<% for (const [name, value] of Object.entries(it.fields)) { %><input type="hidden" name="<%= name %>" value="<%= value %>"><% } %>
<% for (const person of it.people) { %>
<button class="card person" name="person" value="<%= person.key %>"><img src="/avatars/<%= person.key %>.svg" alt="" width="44" height="44"><strong><%= person.name %></strong><small>@<%= it.nameOf(person) %> · <%= person.note %></small></button>
<% } %>
<button class="card plain" name="person" value="">Cancel</button>
</form>`

/** The consent page as HTML: a form that posts the key of the chosen person as `person`, or an empty one to refuse. */
export function choosing(options: {
  site: string
  asks: string
  fields: Record<string, string>
  people: Person[]
  nameOf: (person: Person) => string | undefined
}): string {
  return html(BODY, options)
}
