/** `npm run mails`: writes every mail in every language to a folder, to look at them. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addressChangedMail, addressVerifiedMail } from '../../server/address/addressChangedMail.ts'
import { addressCodeMail } from '../../server/address/addressCodeMail.ts'
import { addressTakenMail } from '../../server/address/addressTakenMail.ts'
import { readConfig } from '../../server/config.ts'
import { connectionMail } from '../../server/connections/connectionMail.ts'
import { farewellMail } from '../../server/deletion/farewellMail.ts'
import { LANGUAGES } from '../../server/languages/language.ts'
import type { RenderedMail } from '../../server/mail/layout.ts'
import { reminderMail } from '../../server/reminder/reminderMail.ts'
import { site } from '../../server/site/site.ts'
import type { Account, User } from '../../server/store/account.ts'
import { welcomeMail } from '../../server/welcome/welcomeMail.ts'

const FOLDER = 'mails'

const config = readConfig(
  {
    PUBLIC_URL: 'https://www.example.com',
    SITE_NAME: 'Difio',
    GITHUB_CLIENT_ID: 'id',
    GITHUB_CLIENT_SECRET: 'secret',
    TWITTER_CONSUMER_KEY: 'key',
    TWITTER_CONSUMER_SECRET: 'secret',
  },
  site.providers,
)

function personWho(language: string): Account {
  const user: User = {
    id: '1815',
    username: 'ada',
    name: 'Ada Lovelace',
    email: 'ada@example.org',
    formerEmails: [],
    avatarUrl: null,
    createdAt: '2026-01-01T09:00:00.000Z',
    language,
    welcomedAt: '2026-01-01T09:00:00.000Z',
    leavingSince: null,
    lock: null,
    tweetOffer: null,
    tweetConsents: [],
  }
  const common = { credentials: '', extraData: {}, connectedAt: user.createdAt }
  const connections = [
    { ...common, provider: 'github', uid: '1815', username: 'ada' },
    { ...common, provider: 'twitter', uid: '18151210', username: 'ada_lovelace' },
  ]
  return { user, connections }
}

/** Renders every kind of mail, by name. */
function mailsIn(language: string): Record<string, RenderedMail> {
  const account = personWho(language)
  const { providers } = site
  const person = { ...account, config, providers }
  const identity = { provider: 'twitter', connectedAt: account.user.createdAt }
  const remaining = { ...account, connections: account.connections.slice(0, 1) }
  const own = { config, providers, isToFormer: false }
  return {
    reminder: reminderMail(person),
    welcome: welcomeMail(person),
    farewell: farewellMail(config, language),
    'address-code': addressCodeMail({ language, code: '181512', config }),
    'address-taken': addressTakenMail(person),
    'address-verified': addressVerifiedMail(person),
    'address-changed': addressChangedMail({ language, config }),
    connected: connectionMail(account, { ...identity, what: 'connected' }, own),
    disconnected: connectionMail(remaining, { ...identity, what: 'disconnected' }, own),
    'disconnected-former': connectionMail(
      remaining,
      { ...identity, what: 'disconnected' },
      { ...own, isToFormer: true },
    ),
  }
}

function write(name: string, { subject, text, html }: RenderedMail): string {
  writeFileSync(join(FOLDER, `${name}.html`), html)
  writeFileSync(join(FOLDER, `${name}.txt`), `Subject: ${subject}\n\n${text}`)
  return `<li><a href="${name}.html">${name}</a> <a href="${name}.txt">text</a>: ${subject}</li>`
}

mkdirSync(FOLDER, { recursive: true })
const list = LANGUAGES.flatMap((language) =>
  Object.entries(mailsIn(language)).map(([kind, mail]) => write(`${kind}.${language}`, mail)),
)
writeFileSync(
  join(FOLDER, 'index.html'),
  `<!doctype html><meta charset="utf-8"><title>Mails</title><ul>${list.join('\n')}</ul>`,
)
console.log(`${list.length} mails are in ${FOLDER}/index.html`)
