/**
 * The first paint of each page, as Eta templates. They have the elements and classes of the client's
 * components, so that nothing moves when the script takes over; e2e/firstPaint.spec.ts compares the two.
 */

const BRAND = `<p class="brand"><a href="<%= it.site.homeUrl %>"><% if (it.site.logoUrl) { %><img class="logo" src="<%= it.site.logoUrl %>" alt="" height="32"><% } %><span><%= it.site.name %></span></a></p>`

const SIGN_OUT = `<a class="button secondary" href="<%= it.base %>/logout"><%= it.t.signin.signOut %></a>`

const GO_ON = `<% if (it.home) { %><a class="button" href="<%= it.home %>"><%= it.fill(it.t.signin.goOnTo, { site: it.site.name }) %></a><% } %>`

const BACK = `<div class="actions">${GO_ON}<a class="button<%= it.home ? ' secondary' : '' %>" href="<%= it.base %>/"><%= it.t.home.back %></a></div>`

const REMINDER_FORM = `<form id="reminderForm" class="form" action="<%= it.base %>/api/reminder" method="post">
<div class="field"><label for="reminderEmail"><%= it.t.reminder.label %></label>
<input id="reminderEmail" type="email" name="email" autocomplete="email" inputmode="email" required></div>
<div class="actions"><button type="submit" class="button"><%= it.t.reminder.send %></button></div>
</form>`

const FAULT = `<% if (it.fault) { %><div class="fault<%= it.isNotice ? ' notice' : '' %>"><p><%= it.fault %></p></div><% } %>`

/** The sign-in page of a signed-out person. */
export const SIGN_IN = `<div class="page front">${BRAND}
<h1><%= it.choices.length ? it.t.signin.welcome : it.t.signin.notOpen %></h1>
${FAULT}
<% if (it.choices.length) { %><p><%= it.t.signin.noPassword %></p>
<ul class="ways"><% for (const way of it.choices) { %><li><a class="way" id="way-<%= way.id %>" href="<%= way.href %>"><span class="icon icon-<%= way.id %>"></span><span><%= it.fill(it.t.signin.continueWith, { provider: way.label }) %></span><% if (way.isLast) { %><span class="last-used"><%= it.t.signin.lastUsed %></span><% } %></a><% if (way.hrefOfAnother) { %><a class="another" aria-describedby="way-<%= way.id %>" href="<%= way.hrefOfAnother %>"><%= it.t.signin.useAnother %></a><% } %></li><% } %></ul>
<details class="forgot"><summary class="quiet-button"><%= it.t.reminder.button %></summary><p><%= it.t.reminder.why %></p>${REMINDER_FORM}</details>
<% if (it.legal) { %><p class="legal"><%~ it.legal %></p><% } %><% } else { %><p><%= it.t.signin.noProvider %></p><% } %></div>`

/** The sign-in page of a signed-in person. */
export const SIGNED_IN = `<div class="page front">${BRAND}
<h1><%= it.t.signin.inside %></h1>
${FAULT}
<p><%= it.fill(it.t.signin.signedInAs, { name: it.name }) %></p>
<div class="actions"><% if (it.onward) { %><a class="button" href="<%= it.onward %>"><%= it.t.signin.goOn %></a><% } else { %>${GO_ON}<% } %><a class="button<%= it.onward || it.home ? ' secondary' : '' %>" href="<%= it.base %>/account"><%= it.t.signin.account %></a>${SIGN_OUT}</div></div>`

/** The page with the reminder form. */
export const REMINDER = `<div class="page">${BRAND}
<h1><%= it.t.reminder.question %></h1>
<p><%= it.t.reminder.why %></p>
${REMINDER_FORM}
<p><a href="<%= it.base %>/"><%= it.t.home.back %></a></p></div>`

const AVATAR = `<% if (it.picture) { %><img class="avatar" src="<%= it.picture %>" alt="" width="72" height="72" referrerpolicy="no-referrer"><% } else { %><span class="avatar" aria-hidden="true"><%= it.initials %></span><% } %>`

/**
 * The top of the account page: the person, and the way to sign out. The rest needs a script;
 * style/notices.css says so.
 */
export const ACCOUNT = `<div class="page account">${BRAND}
<section class="card profile">${AVATAR}
<div class="profile-names"><h1><%= it.fill(it.t.account.hello, { name: it.name ?? '' }) %></h1><p class="quiet"><%= it.user?.username %></p></div>
<div class="actions">${GO_ON}${SIGN_OUT}</div></section>
<p class="fault notice without-script"><%= it.t.home.noScript %></p>
<div class="bone bone-card"></div><div class="bone bone-card"></div></div>`

/** The farewell. The script requests the progress of a deletion. */
export const FAREWELL = `<div class="page">${BRAND}
<h1><%= it.t.deletion.goodbye %></h1>
<p><%= it.t.deletion.signedOut %></p>
${BACK}</div>`

/** The page for an unknown address. */
export const NOT_FOUND = `<div class="page">${BRAND}
<h1><%= it.t.home.notFound %></h1>
<p><%= it.t.home.notFoundWhy %></p>
${BACK}</div>`

/** The page for the form that takes the code, which the script adds. */
export const WAITING = `<div class="page">${BRAND}
<h1><%= it.t.address.pageHeading %></h1>
<p class="fault notice without-script"><%= it.t.home.noScript %></p>
<div class="bone bone-text"></div></div>`

/** The top of the desk. All of it needs a script. */
export const DESK = `<div class="page desk"><header class="desk-head">${BRAND}</header>
<h1><%= it.d.title %></h1>
<p class="fault notice without-script"><%= it.t.home.noScript %></p>
<div class="bone bone-part"></div></div>`

/** The desk, for a person who is not an operator. */
export const DESK_CLOSED = `<div class="page">${BRAND}
<h1><%= it.refusal %></h1>
<p><a class="button" href="<%= it.base %>/account"><%= it.t.signin.backToAccount %></a></p></div>`

/** The foot of every page: languages, and the links to terms and privacy. */
export const FOOT = `<footer class="foot"><% if (it.site.termsUrl || it.site.privacyUrl) { %><ul class="links"><% if (it.site.termsUrl) { %><li><a href="<%= it.site.termsUrl %>"><%= it.t.legal.terms %></a></li><% } %><% if (it.site.privacyUrl) { %><li><a href="<%= it.site.privacyUrl %>"><%= it.t.legal.privacy %></a></li><% } %></ul><% } %>
<form action="<%= it.base %>/api/language" method="post"><ul class="languages" aria-label="<%= it.t.languages.label %>"><% for (const [code, name] of Object.entries(it.t.languages.names)) { %><li><button type="submit" name="language" value="<%= code %>" lang="<%= code %>" aria-current="<%= code === it.language %>"><%= name %></button></li><% } %></ul></form></footer>`
