import { withoutAddresses } from './address.ts'
import type { Services } from './services.ts'
import { settingDoubts } from './settingDoubts.ts'

const PLAIN_ANSWERS =
  'REMINDER_ANSWERS=plain: the reminder form tells anybody whether an address has an account here; private hides it'

type Needs = Pick<Services, 'config' | 'mailer' | 'queue' | 'log' | 'problems'>

/**
 * Warns in the log of settings that are allowed but probably not intended, and checks whether the mail server
 * accepts the login.
 */
export function warnAtStart(services: Needs, env: NodeJS.ProcessEnv): void {
  const { config, log } = services
  for (const words of settingDoubts(config, env)) log.warn(words)
  if (config.isProduction && config.reminderAnswers === 'plain') log.info(PLAIN_ANSWERS)
  if (config.providers.size === 0) log.warn('no provider is configured: nobody can sign in')
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
