import { html } from './page.ts'
import type { Person } from './people.ts'

const BODY = `<h1>Who are you?</h1>
<p class="quiet">“<%= it.site %>” wants to know you<%= it.asks %>. Pick a person, or refuse.</p>
<form method="post">
<% for (const [name, value] of Object.entries(it.fields)) { %><input type="hidden" name="<%= name %>" value="<%= value %>"><% } %>
<% for (const person of it.people) { %>
<button class="card" name="person" value="<%= person.key %>"><strong><%= person.name %></strong><small>@<%= it.nameOf(person) %> · <%= person.note %></small></button>
<% } %>
<button class="card" name="person" value="">Cancel</button>
</form>`

/** The page on which one consents as one of the people, or refuses: a form that posts `person`, empty for no. */
export function choosing(options: {
  site: string
  asks: string
  fields: Record<string, string>
  people: Person[]
  nameOf: (person: Person) => string | undefined
}): string {
  return html(BODY, options)
}

const AVATAR = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><rect width="96" height="96" fill="hsl(<%= it.hue %> 45% 42%)"/><text x="48" y="62" font-family="system-ui,sans-serif" font-size="40" font-weight="600" text-anchor="middle" fill="#fff"><%= it.initial %></text></svg>`

/** A picture of a person: their initial on a colour of their own. */
export function avatar(person: Person): string {
  const hue = [...person.key].reduce((sum, letter) => sum + letter.charCodeAt(0) * 37, 0) % 360
  return html(AVATAR, { hue, initial: person.name[0] })
}
