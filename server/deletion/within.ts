/** What the promise comes to, or undefined when that takes longer than `ms`; it then goes on unheard. */
export async function within<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
    // Whoever is late with a failure has nobody to tell any more; without this it would end the process.
    promise.catch(() => undefined)
  }
}
