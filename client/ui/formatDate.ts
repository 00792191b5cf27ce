/** A day as people write it; `iso` is ISO 8601. */
export function formatDate(iso: string, dateStyle: 'long' | 'medium' = 'long'): string {
  return new Intl.DateTimeFormat('en', { dateStyle }).format(new Date(iso))
}
