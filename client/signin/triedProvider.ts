/** The provider that was tried last in this tab, so that "Try again" leads back to it. Kept by the browser alone. */
const KEY = 'tried-provider'

/** Remembers it as the visitor leaves for the provider. */
export function rememberTry(provider: string): void {
  storage()?.setItem(KEY, provider)
}

/** The id of the provider that was tried last in this tab. */
export function triedProvider(): string | undefined {
  return storage()?.getItem(KEY) ?? undefined
}

/** Forgets it, once it has led to the account. */
export function forgetTry(): void {
  storage()?.removeItem(KEY)
}

/** A browser that refuses cookies throws on the mere mention of storage. */
function storage(): Storage | undefined {
  try {
    return window.sessionStorage
  } catch {
    return undefined
  }
}
