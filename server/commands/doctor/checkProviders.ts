import type { Config } from '../../config.ts'
import { within } from '../../jobs/aborting.ts'
import { applicationsOf } from '../../providers/applications.ts'
import type { Application, Provider } from '../../providers/provider.ts'
import { Misconfigured, ProviderRefused } from '../../providers/providerErrors.ts'
import type { Compared } from './checkClock.ts'
import { type Finding, fault, ok, warning, wordsOf } from './finding.ts'

const ANSWERS_WITHIN_MS = 15_000

/** The findings, and the clocks of the providers that send the time. */
interface ProvidersLooked {
  findings: Finding[]
  clocks: Compared[]
}

/**
 * Checks whether each configured provider can be reached and accepts the site's application, and names its
 * callback URL.
 */
export async function checkProviders(
  config: Pick<Config, 'providers' | 'publicUrl'>,
  providers: readonly Provider[],
): Promise<ProvidersLooked> {
  const on = applicationsOf(providers, config)
  const looked = await Promise.all(on.map(({ provider, application }) => look(provider, application)))
  const findings = looked.flatMap((each) => each.findings)
  if (on.length === 0) findings.push(warning('providers', 'none is configured: nobody can sign in'))
  return { findings, clocks: looked.flatMap(({ clocks }) => clocks) }
}

async function look(provider: Provider, application: Application): Promise<ProvidersLooked> {
  const { label } = provider
  const { callbackUrl } = application
  const callback = ok(label, `its application must have exactly this callback URL: ${callbackUrl}`)
  const { examine } = provider
  if (!examine) return { findings: [callback], clocks: [] }
  try {
    const begun = Date.now()
    const date = await within(ANSWERS_WITHIN_MS, (signal) => examine(application, signal))
    // The answer was sent between request and arrival, and the header is in whole seconds.
    const aheadMs = date === null ? undefined : (begun + Date.now()) / 2 - (date + 500)
    const clocks = aheadMs === undefined ? [] : [{ of: label, aheadMs }]
    return { findings: [ok(label, 'it can be reached, and takes client id and secret'), callback], clocks }
  } catch (error) {
    return { findings: [fault(label, faultOf(error, provider)), callback], clocks: [] }
  }
}

function faultOf(error: unknown, { settings }: Provider): string {
  if (error instanceof Misconfigured) return error.message
  if (error instanceof ProviderRefused && error.status === 401)
    return `it does not take client id and secret (${error.message}): check ${settings.required.join(' and ')}`
  return `it cannot be asked (${wordsOf(error)}): check its address in the settings, and that this machine reaches it`
}
