/** An error of nodemailer, as far as it says what the mail server answered. */
export interface SmtpError extends Error {
  code?: string
  /** Node's, where nodemailer put its own in its place. */
  originalCode?: string
  /** Of a system call that failed. */
  syscall?: string
  /** What took too long. */
  timeoutType?: string
  /** SMTP's. */
  responseCode?: number
  /** The server's whole answer, with the code. */
  response?: string
  /** The SMTP command that was answered. */
  command?: string
}

/**
 * What an answer of the mail server is about: `recipient`, so that this mail will never be taken; `site`, a fault of the
 * site's own set-up, which refuses every mail until somebody mends it; `later`, a reason that passes.
 */
export type Refusal = 'recipient' | 'site' | 'later'

/** 421 and 454: the service is not there; 452, 552: no room or no quota; 530, 534, 535, 538: not authenticated. */
const CODES_OF_SITE = [421, 452, 454, 530, 534, 535, 538, 552]

/** RFC 3463: subjects 1 (address) and 2 (mailbox), but for 1.7 and 1.8, which are about the sender; 6: the content. */
const ABOUT_MAIL = /^[45]\.(1\.(?!(0|7|8)$)|2\.|6\.)/

/** RFC 3463: the sender (1.7, 1.8), the mail system (3), routing (4) and policy (7). */
const ABOUT_SITE = /^5\.(1\.[78]$|[347]\.)/

/** For servers that send no enhanced code: the words that Postfix, Exim, qmail and large providers use. */
const WORDS_OF_SITE =
  /relay|rcpthosts|sender|authenticat|authori[sz]|quota|limit|client host|(block|black)[ -]?list|spamhaus|reputation|dmarc|dkim|\bspf\b/i

const QUOTA_WORDS = /quota|limit|authenticat/i

/** Reads the answer to MAIL FROM, RCPT TO or DATA. Unclear answers to a recipient with 550, 551 or 553 are about it. */
export function refusalOf({ command = '', responseCode = 0, response = '' }: SmtpError): Refusal {
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? ''
  const words = response.slice(3)
  if (command === 'MAIL FROM' || CODES_OF_SITE.includes(responseCode)) return 'site'
  if (ABOUT_MAIL.test(enhanced)) return responseCode >= 500 ? 'recipient' : 'later'
  if (responseCode < 500) return QUOTA_WORDS.test(words) ? 'site' : 'later'
  const isAboutSite = responseCode === 554 || ABOUT_SITE.test(enhanced) || WORDS_OF_SITE.test(words)
  return isAboutSite ? 'site' : 'recipient'
}
