import css from './desk.css?inline'

let isApplied = false

/**
 * Applies the desk's style sheet. It is part of the desk's script, because the server puts the other style sheet into
 * every page. It is a constructed sheet, because the content security policy forbids style elements added by scripts.
 */
export function applyDeskStyle(): void {
  if (isApplied) return
  isApplied = true
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  document.adoptedStyleSheets.push(sheet)
}
