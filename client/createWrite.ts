import { type Accessor, createSignal } from 'solid-js'
import { ServerFault } from './ask.ts'
import { t } from './texts.ts'

/** A request of the page that changes something at the server, and its state. */
export interface Write<Given extends unknown[], Result> {
  /**
   * Runs the request, unless one is running. Resolves to its result, or to undefined when it failed or did not run.
   * Never rejects, so that a failed request does not break the page.
   */
  run(...given: Given): Promise<Result | undefined>
  isBusy: Accessor<boolean>
  /** The fault of the latest run; undefined after a success and while a request runs. */
  fault: Accessor<ServerFault | undefined>
  /** Clears the fault. */
  forget(): void
}

/** Wraps a request that changes something, with the state that its form or button shows. */
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

/** Replaces the browser's words, for example about a script that did not arrive, by words for visitors. */
function unexpected(cause: unknown): ServerFault {
  return new ServerFault(t.faults.missingPart, { cause })
}
