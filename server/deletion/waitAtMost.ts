/**
 * The result of the promise, or undefined when it takes longer than `ms`. The promise then continues
 * unobserved.
 */
export async function waitAtMost<T>(ms: number, promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, ms, undefined)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
    // A late rejection would have no listener and end the process.
    promise.catch(() => undefined)
  }
}
