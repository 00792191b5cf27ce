/** The browser's storage of this kind. Undefined if the browser refuses cookies: it then throws at the access. */
export function browserStorage(kind: 'localStorage' | 'sessionStorage'): Storage | undefined {
  try {
    return window[kind]
  } catch {
    return undefined
  }
}
