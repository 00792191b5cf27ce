import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'

/**
 * Whether the address has characters outside ASCII, which plain SMTP cannot carry (RFC 6531). The domain is
 * already ASCII here, in its IDNA form.
 */
export function needsSmtpUtf8(address: string): boolean {
  return /[^ -~]/.test(address)
}

/**
 * Whether the mail server offers SMTPUTF8. nodemailer requests SMTPUTF8 if the server offers it, but
 * otherwise sends the address all the same (10.6.0, `_setEnvelope`), which RFC 6531, 3.2 forbids: the mail
 * could reach another mailbox. So this checks first, over its own connection.
 */
export function offersSmtpUtf8(options: SMTPConnectionOptions): Promise<boolean> {
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

/**
 * nodemailer keeps the server's extensions in a private field and passes them to authentication handlers
 * only.
 */
function extensionsOf(connection: SMTPConnection): string[] {
  return (connection as unknown as { _supportedExtensions: string[] })._supportedExtensions
}
