/** The CSS of the stand-ins' pages, with a light and a dark theme. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1d2430; --paper: #eef1f5; --card: #fff; --line: #cfd6df; --quiet: #566070; --link: #1559b7; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ebf0; --paper: #14171c; --card: #1f242c; --line: #3a424e; --quiet: #a3adbb; --link: #8ab8ff; }
}
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; background: var(--paper); color: var(--ink); }
header { display: flex; flex-wrap: wrap; gap: .1rem .75rem; align-items: baseline; padding: .7rem 1rem; background: var(--brand); color: #fff; border-bottom: 1px solid var(--line); }
header span { opacity: .85; }
nav { display: flex; gap: 1rem; margin-left: auto; }
nav a { color: inherit; }
main { max-width: 40rem; margin: 0 auto; padding: 1.75rem 1rem 4rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 2rem 0 .6rem; }
p { margin: 0 0 1rem; overflow-wrap: anywhere; }
a { color: var(--link); }
.quiet { color: var(--quiet); }
.row { display: flex; flex-wrap: wrap; gap: .75rem; align-items: center; justify-content: space-between; }
.card { display: block; width: 100%; margin: 0 0 .6rem; padding: .8rem 1rem; text-align: left; font: inherit; color: inherit; text-decoration: none; background: var(--card); border: 1px solid var(--line); border-radius: .7rem; overflow-wrap: anywhere; }
.person { display: grid; grid-template-columns: 2.75rem minmax(0, 1fr); gap: .1rem .9rem; align-items: center; }
.person img { grid-row: span 2; width: 2.75rem; height: 2.75rem; border-radius: 50%; }
.person .tweet { grid-column: 1 / -1; margin: .5rem 0 0; white-space: pre-line; }
.card strong { display: block; line-height: 1.3; }
.card small { display: block; line-height: 1.4; color: var(--quiet); }
button.card, a.card { cursor: pointer; }
button.card:hover, a.card:hover { border-color: var(--link); }
button.plain { text-align: center; background: none; }
:focus-visible { outline: 3px solid #3b82f6; outline-offset: 2px; }
summary { width: fit-content; margin: 2rem 0 .6rem; font-size: 1.1rem; font-weight: 700; cursor: pointer; }
pre { white-space: pre-wrap; font: .85rem/1.5 ui-monospace, monospace; }
.mail { display: block; width: 100%; height: 38rem; max-height: 80vh; border: 1px solid var(--line); border-radius: .7rem; background: #fff; }
label { display: block; margin: 0 0 .9rem; font-weight: 600; }
select, input { display: block; width: 100%; margin-top: .25rem; }
.row { margin: 0 0 .8rem; }
.row h1, .card .row { margin: 0; }
select, input, .go { min-height: 2.75rem; padding: .45rem .8rem; font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
select, input { font-weight: 400; }
label:has(> [type=checkbox]) { display: flex; align-items: start; font-weight: 400; }
[type=checkbox] { flex: none; width: 1.25rem; height: 1.25rem; min-height: 0; margin: .15rem .6rem 0 0; }
.go { cursor: pointer; font-weight: 600; }
.go:hover { border-color: var(--link); }
.said { padding: .7rem 1rem; background: var(--card); border-left: .3rem solid var(--link); border-radius: .4rem; }
table { width: 100%; border-collapse: collapse; }
td { padding: .5rem .5rem .5rem 0; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
`
