import css from './desk.css?inline'

let isApplied = false

/**
 * Applies the desk's style sheet, which comes with its script: the style of the pages is in every visitor's page. A
 * constructed sheet, because the policy forbids style elements that a script adds.
 */
export function applyDeskStyle(): void {
  if (isApplied) return
  isApplied = true
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  document.adoptedStyleSheets.push(sheet)
}
