import { PermanentFailure } from '../jobs/task.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Mailer } from './mailer.ts'

/** Wraps the mailer: counts every mail by the outcome of this try. */
export function countMails(mailer: Mailer, metrics: Pick<Metrics, 'mail'>): Mailer {
  return {
    ...mailer,
    async send(mail, envelope) {
      try {
        await mailer.send(mail, envelope)
        metrics.mail(envelope.kind, 'sent')
      } catch (error) {
        metrics.mail(envelope.kind, error instanceof PermanentFailure ? 'refused' : 'failed')
        throw error
      }
    },
  }
}
