import type { Config } from '../../config.ts'
import { within } from '../../jobs/aborting.ts'
import { type Finding, fault, ok, warning, wordsOf } from './finding.ts'

const ABOUT = 'webhook receiver'
const ANSWERS_WITHIN_MS = 15_000

/** Checks whether the receiver answers, if there is one. It sends a HEAD and no event. */
export async function checkWebhook({
  webhook,
  homeUrl,
}: Pick<Config, 'webhook' | 'homeUrl'>): Promise<Finding> {
  if (!webhook) return ok(ABOUT, 'none, as WEBHOOK_URL is not set')
  const { url } = webhook
  try {
    const head = (signal: AbortSignal) => fetch(url, { method: 'HEAD', redirect: 'manual', signal })
    return judge(await within(ANSWERS_WITHIN_MS, head), { url, isOpen: isOpenTo(url, homeUrl) })
  } catch (error) {
    return fault(
      ABOUT,
      `${url} cannot be reached (${wordsOf(error)}), and nobody can be deleted until it is: check WEBHOOK_URL`,
    )
  }
}

/** Whether personal data would be sent unencrypted over a network. */
function isOpenTo(url: string, homeUrl: string): boolean {
  const { protocol, hostname } = new URL(url)
  return protocol === 'http:' && homeUrl.startsWith('https:') && !/^(localhost|127\.|\[::1\])/.test(hostname)
}

function judge({ status }: Response, { url, isOpen }: { url: string; isOpen: boolean }): Finding {
  if (status >= 300 && status < 400)
    return fault(
      ABOUT,
      `${url} redirects (${status}), which is not followed: set WEBHOOK_URL to where it leads`,
    )
  if (status === 404 || status === 410)
    return warning(ABOUT, `${url} answers ${status} to a HEAD: make sure that it accepts a POST there`)
  if (status >= 500) return fault(ABOUT, `${url} answers ${status}: look at the receiver’s log`)
  if (isOpen)
    return warning(
      ABOUT,
      `${url} is reached without TLS: anybody on the network can read names and addresses`,
    )
  return ok(ABOUT, `${url} answers; no event was sent`)
}
