/** An error of nodemailer, with the fields that describe the mail server's answer. */
export interface SmtpError extends Error {
  code?: string
  /** Node's error code, where nodemailer replaced it by its own. */
  originalCode?: string
  /** The failed system call. */
  syscall?: string
  /** The step that took too long. */
  timeoutType?: string
  /** SMTP's reply code. */
  responseCode?: number
  /** The server's whole answer, including the code. */
  response?: string
  /** The SMTP command that the server answered. */
  command?: string
}

/**
 * The subject of a refusal: `recipient`, and this mail is never accepted; `site`, and every mail is refused
 * until an operator fixes the set-up; `later`, and the reason is temporary.
 */
export type Refusal = 'recipient' | 'site' | 'later'

/**
 * 421 and 454: the service is not available; 452, 552: no space or quota; 530, 534, 535, 538: not
 * authenticated.
 */
const CODES_OF_SITE = [421, 452, 454, 530, 534, 535, 538, 552]

/**
 * RFC 3463: subjects 1 (address) and 2 (mailbox), except 1.7 and 1.8, which are about the sender; 6: the
 * content.
 */
const ABOUT_MAIL = /^[45]\.(1\.(?!(0|7|8)$)|2\.|6\.)/

/** RFC 3463: the sender (1.7, 1.8), the mail system (3), routing (4) and policy (7). */
const ABOUT_SITE = /^5\.(1\.[78]$|[347]\.)/

/** Words of Postfix, Exim, qmail and large providers, for servers that send no enhanced code. */
const WORDS_OF_SITE =
  /relay|rcpthosts|sender|authenticat|authori[sz]|quota|limit|client host|(block|black)[ -]?list|spamhaus|reputation|dmarc|dkim|\bspf\b/i

const QUOTA_WORDS = /quota|limit|authenticat/i

/**
 * Classifies the answer to MAIL FROM, RCPT TO or DATA. An unclear 550, 551 or 553 counts as about the
 * recipient.
 */
export function refusalOf({ command = '', responseCode = 0, response = '' }: SmtpError): Refusal {
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? ''
  const words = response.slice(3)
  if (command === 'MAIL FROM' || CODES_OF_SITE.includes(responseCode)) return 'site'
  if (ABOUT_MAIL.test(enhanced)) return responseCode >= 500 ? 'recipient' : 'later'
  if (responseCode < 500) return QUOTA_WORDS.test(words) ? 'site' : 'later'
  const isAboutSite = responseCode === 554 || ABOUT_SITE.test(enhanced) || WORDS_OF_SITE.test(words)
  return isAboutSite ? 'site' : 'recipient'
}
