import { describe, expect, it } from 'vitest'
import { startTestSite } from '../e2e/support/testSite.ts'
import { warnAtStart } from './warnAtStart.ts'

type Site = Awaited<ReturnType<typeof startTestSite>>

const words = ({ lines }: Site) => lines.map(({ msg }) => msg).join('\n')

describe('at the start the log', () => {
  it('says why no mail can be sent', async () => {
    const site = await startTestSite()
    await site.mail.stop()
    warnAtStart(site.services, { SECRET: 'x' })
    await expect.poll(() => words(site)).toMatch(/no mail can be sent: .*ECONNREFUSED/)
  })

  it('says how the mail server answers a wrong password', async () => {
    const site = await startTestSite()
    site.mail.faults.set('*', { kind: 'auth', code: 535, words: 'Authentication failed' })
    await site.restart({ SMTP_URL: site.mail.smtpUrl.replace('//', '//me:wrong@') })
    warnAtStart(site.services, { SECRET: 'x' })
    await expect.poll(() => words(site)).toMatch(/no mail can be sent: .*535 Authentication failed/)
  })

  it('contains nothing about a mail server that accepts the login', async () => {
    const site = await startTestSite()
    warnAtStart(site.services, { SECRET: 'x' })
    await expect.poll(() => site.mail.connections.total).toBeGreaterThan(0)
    await site.services.mailer.verify()
    expect(words(site)).toBe('')
  })

  it.each([
    ['0.0.0.0', true],
    ['192.0.2.1', true],
    ['127.0.0.1', false],
    ['::1', false],
  ])('warns of development settings at %s: %s', async (host, isTold) => {
    const site = await startTestSite({ env: { HOST: host } })
    warnAtStart(site.services, { SECRET: 'x' })
    expect(words(site).includes('NODE_ENV is not production')).toBe(isTold)
  })
})
