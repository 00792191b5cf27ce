import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'

/** Whether the address has letters that plain SMTP cannot carry (RFC 6531). A domain is ASCII here, in its IDNA form. */
export function hasOtherLetters(address: string): boolean {
  return /[^ -~]/.test(address)
}

/**
 * Whether the mail server says that it takes such addresses. nodemailer asks for SMTPUTF8 where the server offers it, and
 * sends the letters all the same where it does not (10.6.0, `_setEnvelope`), which RFC 6531, 3.2 forbids: the mail could go
 * anywhere. So this asks first, over a connection of its own.
 */
export function takesOtherLetters(options: SMTPConnectionOptions): Promise<boolean> {
  const connection = new SMTPConnection(options)
  return new Promise((resolve, reject) => {
    connection.once('error', reject)
    connection.connect((error) => {
      if (error) return reject(error)
      resolve(extensionsOf(connection).includes('SMTPUTF8'))
      connection.quit()
    })
  })
}

/** nodemailer tells only authentication handlers what the server offers, and otherwise keeps it in a field of its own. */
function extensionsOf(connection: SMTPConnection): string[] {
  return (connection as unknown as { _supportedExtensions: string[] })._supportedExtensions
}
