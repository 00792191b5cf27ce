import { readdirSync } from 'node:fs'
import { basename } from 'node:path'
import { simpleParser } from 'mailparser'
import { createTransport } from 'nodemailer'
import { describe, expect, it } from 'vitest'
import { startTestSite } from '../../e2e/support/testSite.ts'
import { addressChangedMail, addressVerifiedMail } from '../address/addressChangedMail.ts'
import { addressCodeMail } from '../address/addressCodeMail.ts'
import { addressTakenMail } from '../address/addressTakenMail.ts'
import type { Config } from '../config.ts'
import { connectionMail } from '../connections/connectionMail.ts'
import { farewellMail } from '../deletion/farewellMail.ts'
import { LANGUAGES } from '../languages/language.ts'
import { reminderMail } from '../reminder/reminderMail.ts'
import { accountWith } from '../signin/steps/testContext.ts'
import { site } from '../site/site.ts'
import type { Account } from '../store/account.ts'
import { welcomeMail } from '../welcome/welcomeMail.ts'
import type { RenderedMail } from './layout.ts'
import { messageOf } from './mailer.ts'

/** Names of users who want to send a message to somebody else in the site's name. */
const HOSTILE_NAMES = [
  'Konto gesperrt. Call +1 900 555 0199 now',
  'evil。com',
  'evil．com',
  'evil․com',
  'evil·com',
  'https://evil.example/win',
  'evil.example',
  'Bank <bank@evil.example>',
  'a, b@evil.example',
  'Ada\r\nBcc: victim@example.org',
  '=?utf-8?q?evil=2Eexample?=',
  '<img src=x onerror=alert(1)>',
  'ｅｖｉｌ．ｃｏｍ',
  '"; evil',
]

/** A harmless username of the same user. */
const USERNAME = 'hostileuser'

interface Case {
  /** Whether the address certainly belongs to that user. Only then may any of their words reach it. */
  isVerified: boolean
  render(account: Account, config: Config): RenderedMail
}

const { providers } = site

/** Every mail of the site, by its file. */
const MAILS: Record<string, Case> = {
  addressCodeMail: {
    isVerified: false,
    render: ({ user }, config) => addressCodeMail({ language: user.language, code: '123456', config }),
  },
  farewellMail: { isVerified: false, render: ({ user }, config) => farewellMail(config, user.language) },
  addressChangedMail: {
    isVerified: false,
    render: ({ user }, config) => addressChangedMail({ language: user.language, config }),
  },
  'addressChangedMail, to the new address': {
    isVerified: true,
    render: ({ user }, config) => addressVerifiedMail({ user, config }),
  },
  addressTakenMail: {
    isVerified: true,
    render: (account, config) => addressTakenMail({ ...account, config, providers }),
  },
  connectionMail: {
    isVerified: true,
    render: (account, config) => connectionMail(account, CHANGE, { config, providers, isToFormer: false }),
  },
  'connectionMail, to a former address': {
    isVerified: false,
    render: (account, config) => connectionMail(account, CHANGE, { config, providers, isToFormer: true }),
  },
  reminderMail: {
    isVerified: true,
    render: (account, config) => reminderMail({ ...account, config, providers }),
  },
  welcomeMail: {
    isVerified: true,
    render: (account, config) => welcomeMail({ ...account, config, providers }),
  },
}

const transport = createTransport({ streamTransport: true, buffer: true })

describe('a mail for a user with a hostile name', () => {
  it('is in the list of this test', () => {
    const files = readdirSync(`${import.meta.dirname}/..`, { recursive: true, encoding: 'utf8' })
    const mails = files
      .filter((file) => /Mail\.ts$/.test(file) && !file.startsWith('commands'))
      .map((file) => basename(file, '.ts'))
    const listed = new Set(Object.keys(MAILS).map((name) => name.split(',')[0]))
    expect(mails.sort()).toEqual([...listed].sort())
  })

  it.each(Object.entries(MAILS))('%s contains nothing hostile', async (_name, { isVerified, render }) => {
    const { services } = await startTestSite()
    for (const [index, hostile] of HOSTILE_NAMES.entries()) {
      const account = personCalled(hostile, LANGUAGES[index % LANGUAGES.length] ?? 'en')
      const mail = render(account, services.config)
      const to = { name: hostile, address: 'ada@example.org', isVerified }
      const { head, to: header, body } = await readAsReceived(mail, to, services.config)
      expect(header).toBe('ada@example.org')
      expect(body).toContain(services.config.siteName)
      for (const trace of tracesOf(hostile)) {
        expect([trace, head.includes(trace)]).toEqual([trace, false])
        expect([trace, body.includes(trace)]).toEqual([trace, false])
      }
      expect(head).not.toContain(USERNAME)
      if (!isVerified) expect(body).not.toContain(USERNAME)
    }
  })

  it('keeps a harmless name in To: for a verified address only', async () => {
    const { services } = await startTestSite()
    const mail = { subject: 'You', text: 'sign in', html: '<p>sign in</p>' }
    const to = { name: 'Ada Lovelace', address: 'ada@example.org' }
    const sent = async (isVerified: boolean) =>
      (await readAsReceived(mail, { ...to, isVerified }, services.config)).to
    expect(await sent(true)).toBe('"Ada Lovelace" <ada@example.org>')
    expect(await sent(false)).toBe('ada@example.org')
  })
})

/** The whole name, and every part of it that could still do harm. */
function tracesOf(hostile: string): string[] {
  const parts = hostile.split(/[\s<>"@,/]+/).filter((part) => /evil|gesperrt|victim|onerror|ｅ/.test(part))
  // Not in pieces: a random Message-ID holds three given digits now and then.
  const phoneNumbers = hostile.match(/900 555 \d+/g) ?? []
  return [hostile, ...parts, ...phoneNumbers]
}

const CONNECTED_AT = '2026-01-01T00:00:00.000Z'

const CHANGE = { provider: 'github', what: 'connected', connectedAt: CONNECTED_AT } as const

function personCalled(name: string, language: string): Account {
  const user = { ...accountWith().user, username: USERNAME, name, language }
  const common = { credentials: '', extraData: {}, connectedAt: CONNECTED_AT }
  return { user, connections: [{ ...common, provider: 'github', uid: '1', username: name }] }
}

/** The mail as a mail program shows it: the decoded headers, and both forms of the body. */
async function readAsReceived(
  mail: RenderedMail,
  to: { name: string; address: string; isVerified: boolean },
  config: Config,
) {
  const { message } = await transport.sendMail(messageOf(mail, { to, messageId: 'id' }, config))
  const raw = message.toString()
  const parsed = await simpleParser(raw)
  const lines = parsed.headerLines.map(({ line }) => line).join('\n')
  const decoded = [parsed.subject, parsed.from?.text, [parsed.to ?? []].flat().map(({ text }) => text)].join(
    '\n',
  )
  return {
    head: `${lines}\n${decoded}`,
    to: [parsed.to ?? []]
      .flat()
      .map(({ text }) => text)
      .join(),
    body: `${parsed.text}\n${parsed.html}\n${mail.text}\n${mail.html}`,
  }
}
