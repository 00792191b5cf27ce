import { withoutAddresses } from './address.ts'
import type { Services } from './services.ts'
import { isLoopback } from './settingValues.ts'

const PLAIN_ANSWERS =
  'REMINDER_ANSWERS=plain: the reminder form tells anybody whether an address has an account here; private hides it'

const NOT_IN_PRODUCTION =
  'NODE_ENV is not production, but other machines can reach HOST: the settings that production requires were not checked'

type Needs = Pick<Services, 'config' | 'mailer' | 'queue' | 'log' | 'problems'>

/**
 * Warns in the log of settings that are allowed but probably not intended, and checks whether the mail server
 * accepts the login.
 */
export function warnAtStart(services: Needs, env: NodeJS.ProcessEnv): void {
  const { config, log } = services
  const { isProduction, host } = config
  if (!config.rateLimits) log.warn('RATE_LIMITS=off: nothing is limited; use this for load tests only')
  if (isProduction && config.reminderAnswers === 'plain') log.info(PLAIN_ANSWERS)
  if (config.providers.size === 0) log.warn('no provider is configured: nobody can sign in')
  if (!env.SECRET)
    log.warn('no SECRET: the server made one up; after the next start it cannot open what this one seals')
  if (!isProduction && !isLoopback(host)) log.warn({ host }, NOT_IN_PRODUCTION)
  warnOfMailServer(services)
  warnOfDeadLetters(services)
}

function warnOfMailServer({ mailer, log, problems }: Needs): void {
  mailer.verify().catch((error: Error) => {
    const [reason = ''] = withoutAddresses(error.message).split('\n')
    const words = `no mail can be sent: the mail server of SMTP_URL refuses or cannot be reached (${reason}); mails wait`
    log.warn({ err: error }, words)
    problems.report('mail')
  })
}

function warnOfDeadLetters({ queue, log }: Needs): void {
  queue.countDead().then(
    (dead) => {
      if (dead > 0) log.warn({ dead }, 'jobs failed permanently and wait for an operator: look at the desk')
    },
    (error: Error) => log.warn({ err: error }, 'jobs that failed permanently cannot be counted'),
  )
}
