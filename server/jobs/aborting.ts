/** The result of `work`, or a rejection with the signal's reason as soon as it aborts; `work` itself may go on. */
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
 * The result of `work`, whose signal aborts after `ms` milliseconds, as a TimeoutError, or with `outer`. Not with
 * AbortSignal.any: in Node 20 a time-out in one may be collected before its time, and the other signals stay for ever
 * (https://github.com/nodejs/node/issues/57736). Nor with AbortSignal.timeout, which is in memory until its time is up.
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

/** Calls back with the reason, at once or when the signal aborts; the function that is returned ends the waiting. */
function onAbort(signal: AbortSignal, callBack: (reason: unknown) => void): () => void {
  const listener = () => callBack(signal.reason)
  if (signal.aborted) listener()
  else signal.addEventListener('abort', listener, { once: true })
  return () => signal.removeEventListener('abort', listener)
}
