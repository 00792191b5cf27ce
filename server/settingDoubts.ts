import type { Config } from './config.ts'
import { isLoopback } from './settingValues.ts'

/**
 * A sentence for each setting that is allowed but probably not intended. `env` shows whether SECRET is set: `config`
 * always has one.
 */
export function settingDoubts(
  { isProduction, rateLimits, host }: Pick<Config, 'isProduction' | 'rateLimits' | 'host'>,
  env: Readonly<Record<string, string | undefined>>,
): string[] {
  const doubts: string[] = []
  if (!env.SECRET)
    doubts.push(
      'SECRET is not set: the server makes up a new one at each start, which cannot open what was sealed before',
    )
  if (!isProduction && !isLoopback(host))
    doubts.push(
      `NODE_ENV is not production, but other machines can reach HOST=${host}: the settings that production requires were not checked`,
    )
  if (!rateLimits) doubts.push('RATE_LIMITS=off: nothing is limited; use this for load tests only')
  return doubts
}
