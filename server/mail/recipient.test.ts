import fc from 'fast-check'
import { createTransport } from 'nodemailer'
import { describe, expect, it } from 'vitest'
import { parseAddress } from '../address.ts'
import { messageOf } from './mailer.ts'

/** A million takes minutes: FUZZ_RUNS=1000000 npx vitest run server/mail/recipient.test.ts */
const RUNS = Number(process.env.FUZZ_RUNS ?? 20_000)

const FROM = { mailFrom: { name: 'Doorman', address: 'doorman@example.org' }, publicUrl: 'https://dif.io' }

const transport = createTransport({ streamTransport: true, buffer: true })

/** Pieces of text that people, mail servers and attackers enter as an address. */
const pieces = fc.array(
  fc.oneof(
    fc.constantFrom(
      'a',
      'b',
      'ada',
      'evil',
      'example.org',
      'evil.example',
      '@',
      '＠',
      '﹫',
      '.',
      ',',
      ';',
      ':',
    ),
    fc.constantFrom(
      '<',
      '>',
      '(',
      ')',
      '[',
      ']',
      '"',
      '\\',
      ' ',
      '\t',
      '\r\n',
      '\n',
      '\0',
      '%0a',
      '=?utf-8?q?',
      '?=',
    ),
    fc.constantFrom(
      'Bcc: ',
      'To: ',
      'xn--',
      'İ',
      'ß',
      'ﬃ',
      '\u200b',
      '\u00ad',
      '\u2028',
      '\ud800',
      '𝐚',
      '。',
      '．',
    ),
    fc.string({ maxLength: 3 }),
    fc.string({ unit: 'binary', maxLength: 3 }),
  ),
  { maxLength: 9 },
)
const typed = fc.oneof(
  fc.emailAddress(),
  pieces.map((parts) => parts.join('')),
  fc.tuple(fc.emailAddress(), pieces).map(([address, parts]) => address + parts.join('')),
  fc.tuple(pieces, fc.emailAddress()).map(([parts, address]) => parts.join('') + address),
)

describe('a mail', () => {
  it('goes to one recipient, the address as stored, whatever was typed', async () => {
    let sent = 0
    await fc.assert(
      fc.asyncProperty(typed, fc.string(), async (text, name) => {
        const address = parseAddress(text)
        if (address === undefined) return
        // A stored address is parsed to itself.
        expect(parseAddress(address)).toBe(address)
        const mail = { subject: 'You', text: 'sign in', html: '<p>sign in</p>' }
        const message = messageOf(mail, { to: { name, address, isVerified: true }, messageId: 'id' }, FROM)
        const { envelope, message: raw } = await transport.sendMail(message)
        expect(envelope).toEqual({ from: 'doorman@example.org', to: [address] })
        const head =
          String(raw)
            .split('\r\n\r\n')[0]
            ?.replace(/\r\n[ \t]+/g, ' ') ?? ''
        const names = head.split('\r\n').map((line) => line.split(':')[0])
        expect([...names].sort()).toEqual(HEADERS)
        sent += 1
      }),
      { numRuns: RUNS },
    )
    expect(sent).toBeGreaterThan(RUNS / 10)
  }, 1_200_000)

  it.each([
    'a@example.org, evil@evil.example',
    'a@example.org;evil@evil.example',
    'Ada <a@example.org>, Evil <evil@evil.example>',
    'a@example.org\r\nBcc: evil@evil.example',
  ])('has one recipient even if %j were stored as the address', async (address) => {
    const mail = { subject: 'You', text: 'sign in', html: '<p>sign in</p>' }
    const message = messageOf(
      mail,
      { to: { name: address, address, isVerified: true }, messageId: 'id' },
      FROM,
    )
    const { envelope, message: raw } = await transport.sendMail(message)
    expect(envelope.to).toHaveLength(1)
    expect(String(raw)).not.toMatch(/^Bcc:/im)
  })

  it('has no recipient longer than the maximum of an address', () => {
    for (const length of [100, 10_000, 1_000_000]) {
      for (const text of ['a', '@', '.', 'a@', 'a.', '-', ' ', '＠', 'ﷺ']) {
        expect(parseAddress(text.repeat(length))).toBeUndefined()
        expect(parseAddress(`a@${text.repeat(length)}.org`)).toBeUndefined()
      }
    }
  })
})

const HEADERS = [
  'Auto-Submitted',
  'Content-Type',
  'Date',
  'From',
  'MIME-Version',
  'Message-ID',
  'Subject',
  'To',
].sort()
