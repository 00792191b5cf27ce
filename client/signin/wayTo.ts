/** Where signing in with a provider begins. The server decides whether `returnTo` is a path it returns to. */
export function wayTo(provider: string, returnTo?: string): string {
  const query = returnTo ? `?${new URLSearchParams({ returnTo })}` : ''
  return `/auth/${encodeURIComponent(provider)}${query}`
}
