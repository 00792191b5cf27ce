import { readFileSync, writeFileSync } from 'node:fs'

/** The settings that an operator fills in. `fillWithAccounts` seals with the same secret. */
export const FILLED_IN = {
  PUBLIC_URL: 'https://www.example.com',
  SECRET: 'x'.repeat(32),
  SMTP_URL: 'smtp://localhost:25',
  MAIL_FROM: 'Example <hello@example.com>',
  GITHUB_CLIENT_ID: 'example',
  GITHUB_CLIENT_SECRET: 'example',
  OPERATOR_TOKEN: 'y'.repeat(32),
  METRICS_TOKEN: 'z'.repeat(32),
}

/** Fills settings into a copy of `.env.example`. Throws when a setting is not in the file. '' means: not set. */
export function fillIn(file: string, settings: Record<string, string>): void {
  let text = readFileSync(file, 'utf8')
  for (const [name, value] of Object.entries(settings)) {
    const line = new RegExp(`^#?${name}='.*'$`, 'm')
    if (!line.test(text)) throw new Error(`${name} is not in .env.example`)
    text = text.replace(line, () => `${name}='${value}'`)
  }
  writeFileSync(file, text)
}
