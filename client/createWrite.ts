import { type Accessor, createSignal } from 'solid-js'
import { ServerFault } from './ask.ts'
import { t } from './texts.ts'

/** A request of the page that changes something at the server, and its state. */
export interface Write<Given extends unknown[], Result> {
  /**
   * Runs it, unless it runs already. Resolves to its result; to undefined when it failed or runs already. Never rejects:
   * a failed write must not take down more than itself.
   */
  run(...given: Given): Promise<Result | undefined>
  isBusy: Accessor<boolean>
  /** Why the last try failed; undefined while none has, and during the next try. */
  fault: Accessor<ServerFault | undefined>
  forget(): void
}

/** Wraps a request that changes something, for a form or a button to show how it goes. */
export function createWrite<Given extends unknown[], Result>(
  act: (...given: Given) => Promise<Result>,
): Write<Given, Result> {
  const [isBusy, setBusy] = createSignal(false)
  const [fault, setFault] = createSignal<ServerFault>()
  async function run(...given: Given): Promise<Result | undefined> {
    if (isBusy()) return undefined
    setFault(undefined)
    setBusy(true)
    try {
      return await act(...given)
    } catch (error) {
      setFault(error instanceof ServerFault ? error : unexpected(error))
      return undefined
    } finally {
      setBusy(false)
    }
  }
  return { run, isBusy, fault, forget: () => setFault(undefined) }
}

/** A browser's own words, as for a script that did not arrive, are not for visitors. */
function unexpected(cause: unknown): ServerFault {
  return new ServerFault(t.faults.missingPart, { cause })
}
