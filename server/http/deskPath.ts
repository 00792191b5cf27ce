/** Whether a page is one of the desk. */
export function isOfDesk(path: string): boolean {
  return /^\/desk(?:\/|$)/.test(path)
}
