/**
 * Returns the result of `work`, or rejects with the signal's reason as soon as the signal aborts. `work` itself may
 * continue.
 */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let stopListening = () => {}
  const aborted = new Promise<never>((_resolve, reject) => {
    stopListening = onAbort(signal, reject)
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    stopListening()
  }
}

/**
 * Returns the result of `work`. Its signal aborts after `ms` milliseconds, as a TimeoutError, or together with `outer`.
 * It does not use AbortSignal.any: Node 20 may collect a time-out inside it too early and keeps the other signals for
 * ever (https://github.com/nodejs/node/issues/57736). Nor AbortSignal.timeout, which stays in memory until its time is
 * up.
 */
export async function within<T>(
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  outer?: AbortSignal,
): Promise<T> {
  const controller = new AbortController()
  const stopListening = outer && onAbort(outer, (reason) => controller.abort(reason))
  const timeOut = () => controller.abort(new DOMException(`not within ${ms} ms`, 'TimeoutError'))
  const timer = setTimeout(timeOut, ms)
  try {
    return await work(controller.signal)
  } finally {
    clearTimeout(timer)
    stopListening?.()
  }
}

/** Calls back with the reason at once or when the signal aborts. The returned function stops listening. */
function onAbort(signal: AbortSignal, callBack: (reason: unknown) => void): () => void {
  const listener = () => callBack(signal.reason)
  if (signal.aborted) listener()
  else signal.addEventListener('abort', listener, { once: true })
  return () => signal.removeEventListener('abort', listener)
}
