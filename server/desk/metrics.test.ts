import { describe, expect, it } from 'vitest'
import { bearer, codeOf } from '../../e2e/support/testDesk.ts'
import { startTestSite } from '../../e2e/support/testSite.ts'

const TOKEN = 'a-token-for-prometheus-that-is-long-enough'
const env = { METRICS_TOKEN: TOKEN }

describe('the metrics', () => {
  it('do not exist without METRICS_TOKEN', async () => {
    const site = await startTestSite()
    expect(await codeOf(site.visitor().get('/metrics'))).toBe('404 not-found')
    expect(await codeOf(site.visitor().get('/metrics', bearer('x')))).toBe('404 not-found')
  })

  it('are read with their token, and wrong tokens are limited', async () => {
    const site = await startTestSite({ env })
    const scraper = site.visitor()
    expect(await codeOf(scraper.get('/metrics'))).toBe('401 no-token')
    for (let n = 0; n < 30; n++)
      expect(await codeOf(scraper.get('/metrics', bearer('no')))).toBe('403 wrong-token')
    expect(await codeOf(scraper.get('/metrics', bearer('no')))).toBe('429 too-many')
    const answer = await scraper.get('/metrics', bearer(TOKEN))
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      expect.stringContaining('text/plain; version=0.0.4'),
    ])
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it('count events under the names of the contract', async () => {
    const site = await startTestSite({ env })
    const browser = site.visitor()
    await browser.signIn('github', 'ada')
    await browser.refuse('github')
    await site.visitor().signIn('twitter', 'grace')
    await browser.get('/api/account/sessions/does-not-exist-1')
    await browser.post('/api/reminder', { email: 'ada@example.org' })
    await browser.post('/api/reminder', { email: 'nobody@example.org' })
    await browser.post('/api/reminder', { email: 'no' })
    await site.jobsDone()
    const text = await (await browser.get('/metrics', bearer(TOKEN))).text()
    for (const line of [
      'doorman_sign_ins_total{provider="github",outcome="done"} 1',
      'doorman_sign_ins_total{provider="github",outcome="cancelled"} 1',
      'doorman_sign_ins_total{provider="twitter",outcome="done"} 1',
      'doorman_reminders_total{outcome="done"} 1',
      'doorman_reminders_total{outcome="unknown"} 1',
      'doorman_reminders_total{outcome="invalid"} 1',
      'doorman_mails_total{kind="welcome",outcome="sent"} 1',
      'doorman_mails_total{kind="reminder",outcome="sent"} 1',
      'doorman_jobs{task="sendReminder",state="waiting"} 0',
      'doorman_jobs{task="sendReminder",state="dead"} 0',
      'doorman_oldest_job_seconds 0',
      'http_server_request_duration_seconds_count{http_request_method="POST",http_route="/api/reminder",http_response_status_code="400"} 2',
      'http_server_request_duration_seconds_count{http_request_method="GET",http_route="/auth/:provider/callback",http_response_status_code="302"} 3',
    ])
      expect(text).toContain(line)
    // The visitors' requests to the stand-ins come from the same process and count too.
    for (const provider of ['github', 'twitter'])
      expect(text).toMatch(
        new RegExp(
          `doorman_provider_request_duration_seconds_count\\{provider="${provider}",outcome="ok"\\} \\d`,
        ),
      )
    expect(text).toContain('process_cpu_seconds_total')
    expect(text).toContain('nodejs_eventloop_lag_seconds')
    expect(text).not.toContain('does-not-exist')
  })

  it('distinguish providers that refuse, fail or cannot be reached', async () => {
    const site = await startTestSite({ env, expectedErrors: /^the provider did not/ })
    const visitor = site.visitor()
    site.github.faults.set('access_token', { kind: 'answer', status: 503, body: '', times: 1 })
    await visitor.signIn('github', 'ada')
    site.x.faults.set('*', { kind: 'down' })
    await visitor.get('/auth/twitter')
    const text = await (await visitor.get('/metrics', bearer(TOKEN))).text()
    expect(text).toMatch(/duration_seconds_count\{provider="github",outcome="failed"\} 1/)
    expect(text).toMatch(/duration_seconds_count\{provider="twitter",outcome="unreachable"\} 1/)
  })

  it('read the queue at most every ten seconds', async () => {
    const site = await startTestSite({ env })
    let reads = 0
    const { queue } = site.services
    const { tally } = queue
    queue.tally = () => {
      reads += 1
      return tally.call(queue)
    }
    const scraper = site.visitor()
    for (let n = 0; n < 5; n++) await scraper.get('/metrics', bearer(TOKEN))
    expect(reads).toBe(1)
    site.advance(10_001)
    await scraper.get('/metrics', bearer(TOKEN))
    expect(reads).toBe(2)
  })

  it('show an open job, its age, and a dead letter', async () => {
    const site = await startTestSite({ env, expectedErrors: /job given up/ })
    site.mail.fail({ at: 'rcpt', code: 550 })
    await site.visitor().signIn('github', 'ada')
    await expect.poll(() => site.services.queue.countDead(), { timeout: 12_000 }).toBe(1)
    await site.mail.stop()
    await site.visitor().signIn('github', 'margaret')
    const text = await (await site.visitor().get('/metrics', bearer(TOKEN))).text()
    expect(text).toContain('doorman_jobs{task="sendWelcomeEmail",state="dead"} 1')
    expect(text).toContain('doorman_jobs{task="sendWelcomeEmail",state="waiting"} 1')
    expect(text).toMatch(/doorman_oldest_job_seconds 0\.\d+/)
  })
})
