/** A day as people write it; `iso` is ISO 8601. */
export function formatDate(iso: string): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'long' }).format(new Date(iso))
}
