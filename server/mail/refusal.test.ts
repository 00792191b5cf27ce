import { describe, expect, it } from 'vitest'
import { refusalOf, type SmtpError } from './refusal.ts'

const answered = (command: string, response: string) =>
  ({ command, response, responseCode: Number(response.slice(0, 3)) }) as SmtpError

describe('an answer of the mail server', () => {
  it.each([
    ['MAIL FROM', '530 5.7.0 Authentication required'],
    ['MAIL FROM', '550 5.7.60 Client does not have permissions to send as this sender'],
    ['MAIL FROM', '451 4.3.0 try again'],
    ['RCPT TO', '530 5.7.1 Authentication required'],
    ['RCPT TO', '550 relay not permitted'],
    ['RCPT TO', '550 5.7.1 Relaying denied'],
    ['RCPT TO', '550 5.1.8 <a@b>: Sender address rejected: Domain not found'],
    ['RCPT TO', '550 Sender rejected'],
    ['RCPT TO', '550 5.4.5 Daily user sending quota exceeded'],
    ['RCPT TO', "553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)"],
    ['RCPT TO', '553 5.7.1 <a@b>: Sender address rejected: not owned by user c'],
    ['RCPT TO', '554 5.7.1 <a@b>: Relay access denied'],
    ['RCPT TO', '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked'],
    ['RCPT TO', '452 4.5.3 Too many recipients'],
    ['RCPT TO', '450 4.7.1 sending limit reached'],
    ['DATA', '452 4.3.1 Insufficient system storage'],
    ['DATA', '552 quota exceeded'],
    ['DATA', '554 5.7.1 relay denied'],
    ['DATA', '550 5.7.26 Unauthenticated email is not accepted due to the DMARC policy'],
    ['DATA', '421 4.7.0 Try again later'],
  ])('is about the site: %s %s', (command, response) => {
    expect(refusalOf(answered(command, response))).toBe('site')
  })

  it.each([
    ['RCPT TO', '550 no such user'],
    ['RCPT TO', '550 5.1.1 <a@b>: Recipient address rejected: User unknown in relay recipient table'],
    ['RCPT TO', '550 5.2.1 The account is disabled'],
    ['RCPT TO', '551 User not local'],
    ['RCPT TO', '553 5.1.3 Mailbox name invalid'],
    ['RCPT TO', '556 5.1.10 Domain does not accept mail'],
    ['DATA', '550 5.1.1 no such user'],
    ['DATA', '554 5.6.0 the message is malformed'],
  ])('is about this mail: %s %s', (command, response) => {
    expect(refusalOf(answered(command, response))).toBe('recipient')
  })

  it.each([
    ['RCPT TO', '450 4.2.0 Greylisted, see you later'],
    ['RCPT TO', '451 4.7.1 Greylisting in action'],
    ['RCPT TO', '450 4.2.1 mailbox receives too much: limit'],
    ['DATA', '451 4.3.0 local error'],
  ])('is temporary: %s %s', (command, response) => {
    expect(refusalOf(answered(command, response))).toBe('later')
  })
})
