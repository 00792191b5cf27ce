import proxyAddr from 'proxy-addr'
import type { Config } from '../../config.ts'
import { settingDoubts } from '../../settingDoubts.ts'
import { isLoopback } from '../../settingValues.ts'
import { type Finding, ok, warning } from './finding.ts'

/** Warns of settings that are allowed but probably not intended. `env` shows which settings are defaults. */
export function checkSettings(config: Config, env: NodeJS.ProcessEnv): Finding[] {
  const { isProduction, isHttps, publicUrl } = config
  const doubts = settingDoubts(config, env)
  if (isProduction && !isHttps)
    doubts.push(`PUBLIC_URL is ${publicUrl}: without https anybody on the network can read cookies`)
  const findings = doubts.map((words) => warning('settings', words))
  if (findings.length === 0) findings.push(ok('settings', `all are well formed; PUBLIC_URL is ${publicUrl}`))
  return [...findings, checkProxies(config)]
}

const ABOUT = 'proxy'

/** Checks whether TRUSTED_PROXIES fits HOST and PUBLIC_URL. */
function checkProxies({ trustedProxies, isHttps, host }: Config): Finding {
  const isTrusted = proxyAddr.compile(trustedProxies)
  const isBehind = isHttps || !isLoopback(host)
  if (isTrusted('192.0.2.1', 0) && isTrusted('203.0.113.1', 0))
    return warning(
      ABOUT,
      'TRUSTED_PROXIES believes everybody: anybody can make up an address. Name the proxy alone',
    )
  if (isHttps && trustedProxies.length === 0)
    return warning(
      ABOUT,
      'PUBLIC_URL is https, so a proxy stands in front, but TRUSTED_PROXIES is empty: all visitors share one limit',
    )
  if (isHttps && isLoopback(host) && !isTrusted('127.0.0.1', 0) && !isTrusted('::1', 0))
    return warning(
      ABOUT,
      `HOST=${host} is reached by a proxy on this machine only, which TRUSTED_PROXIES does not name: add 127.0.0.1`,
    )
  if (trustedProxies.length === 0)
    return ok(ABOUT, isBehind ? 'none; visitors come directly' : 'none, on this machine alone')
  return ok(
    ABOUT,
    `visitors come through ${trustedProxies.join(', ')}; it must pass on Host and X-Forwarded-For`,
  )
}
