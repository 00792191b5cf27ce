import { open } from 'node:fs/promises'
import { onTestFinished, vi } from 'vitest'
import { newFile } from './testDataFile.ts'

type Method = 'datasync' | 'sync' | 'write' | 'writeFile' | 'truncate'

/**
 * Until the test ends, every call of `method` of a file handle goes through `around`, which may make the real call.
 * Returns a function that stops this earlier.
 */
export async function aroundCalls(
  method: Method,
  around: (call: (...changed: unknown[]) => Promise<unknown>, ...given: unknown[]) => Promise<unknown>,
): Promise<() => void> {
  const handle = await open(await newFile(), 'w')
  const prototype = Object.getPrototypeOf(handle)
  await handle.close()
  const original = prototype[method]
  const spy = vi.spyOn(prototype, method).mockImplementation(function (this: unknown, ...given: unknown[]) {
    return around((...changed) => original.apply(this, changed.length > 0 ? changed : given), ...given)
  })
  const end = () => spy.mockRestore()
  onTestFinished(end)
  return end
}

/** Every call of `method` fails as on a full disk. */
export function failing(method: Method): Promise<() => void> {
  return aroundCalls(method, async () => {
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
  })
}
