import { browserStorage } from '../ui/browserStorage.ts'

const storage = () => browserStorage('sessionStorage')

/** The key of the provider that was tried last in this tab. "Try again" uses it. The server never sees it. */
const KEY = 'tried-provider'

/** Remembers the provider. Call it when the visitor leaves for the provider. */
export function rememberTry(provider: string): void {
  storage()?.setItem(KEY, provider)
}

/** The id of the provider that was tried last in this tab, if any. */
export function triedProvider(): string | undefined {
  return storage()?.getItem(KEY) ?? undefined
}

/** Forgets the provider. Call it when the sign-in has succeeded. */
export function forgetTry(): void {
  storage()?.removeItem(KEY)
}
