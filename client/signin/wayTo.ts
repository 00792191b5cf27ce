/** Where signing in with a provider begins. The server decides whether `returnTo` is a path it returns to. */
export function wayTo(provider: string, returnTo?: string): string {
  return `/auth/${encodeURIComponent(provider)}${queryFor(returnTo)}`
}

/** The sign-in page, still knowing where one was going. */
export function frontDoor(returnTo?: string): string {
  return `/${queryFor(returnTo)}`
}

function queryFor(returnTo: string | undefined): string {
  return returnTo ? `?${new URLSearchParams({ returnTo })}` : ''
}
