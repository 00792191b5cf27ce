import { chmod, readdir } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { freePort } from './standins/server.ts'
import { runBuilt } from './support/command.ts'
import { startDatabaseServer } from './support/database.ts'
import { expect, type TestSite, test } from './support/fixtures.ts'
import { runServer, untilReady } from './support/server.ts'

/** Runs the doctor and checks the form of every line of its output. These tests use no page. */
const examine = async (settings: Record<string, string>, ...args: string[]) => {
  const { code, stdout, stderr } = await runBuilt('doctor', args, { settings })
  const lines = stdout.trimEnd().split('\n')
  expect(lines.filter((line) => !/^(ok|warning|fault) +[^:]+: ./.test(line))).toEqual([])
  return { code, stdout, stderr, lines }
}

const filesOf = async ({ settings }: TestSite) => (await readdir(dirname(settings.DATA_FILE ?? ''))).sort()

/** Starts a webhook receiver that answers with `status` and records the methods of the requests. */
async function startReceiver(status: number) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.method ?? '')
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const settings = {
    WEBHOOK_URL: `http://127.0.0.1:${port}/hook`,
    WEBHOOK_SECRET: `whsec_${Buffer.alloc(32).toString('base64')}`,
  }
  return { asked, settings, close: () => server.close() }
}

test('the doctor finds no fault in a running site, names its callback URLs, and changes nothing', async ({
  site,
}) => {
  const receiver = await startReceiver(204)
  const before = await filesOf(site)
  const { code, lines } = await examine({ ...site.settings, ...receiver.settings })
  expect(lines.filter((line) => !line.startsWith('ok'))).toEqual([])
  expect(code).toBe(0)
  const all = lines.join('\n')
  expect(all).toMatch(/store: .*doorman\.json can be read and written, in use by process \d+; 0 accounts/)
  expect(all).toMatch(/disk: \d+ MB are free/)
  expect(all).toMatch(/clock: the same as that of/)
  expect(all).toMatch(/mail server: localhost.* greets, and lets the site in|mail server: 127.0.0.1.* greets/)
  for (const provider of ['github', 'twitter'])
    expect(all).toContain(`exactly this callback URL: ${site.url}/auth/${provider}/callback`)
  expect(all).toMatch(/GitHub: it can be reached, and takes client id and secret/)
  expect(all).toMatch(/X \(Twitter\): it can be reached, and takes client id and secret/)
  expect(all).toMatch(/webhook receiver: .*no event was sent/)
  expect(all).toMatch(/dead letters: none/)
  expect(receiver.asked).toEqual(['HEAD'])
  expect(await filesOf(site)).toEqual(before)
  expect(site.mail.mails).toEqual([])
  receiver.close()
})

test('the doctor sends a test mail', async ({ site }) => {
  const { code, stdout } = await examine(site.settings, '--mail', 'operator@example.org')
  expect(code).toBe(0)
  expect(stdout).toMatch(/^ok +test mail: /m)
  const mail = await site.mail.waitFor(({ recipients }) => recipients.includes('operator@example.org'))
  expect(mail.subject).toBe('Doorman: a test')
  site.mail.faults.set('*', { kind: 'from', code: 550, words: 'Sender rejected' })
  const refused = await examine(site.settings, '--mail', 'operator@example.org')
  expect(refused.code).toBe(1)
  expect(refused.stdout).toMatch(/^fault +test mail: .*Sender rejected.*check MAIL_FROM/m)
})

test('the doctor names faults of providers, mail server and receiver, and what to do', async ({ site }) => {
  site.x.app.isCallbackApproved = false
  await site.mail.stop()
  const receiver = await startReceiver(302)
  const { code, stdout } = await examine({
    ...site.settings,
    ...receiver.settings,
    GITHUB_CLIENT_SECRET: 'wrong',
  })
  expect(code).toBe(1)
  expect(stdout).toMatch(/^fault +GitHub: GitHub says incorrect_client_credentials: GITHUB_CLIENT_ID and/m)
  expect(stdout).toMatch(/^fault +X \(Twitter\): X refused with code 415: add exactly this callback URL/m)
  expect(stdout).toMatch(/^fault +mail server: .*ECONNREFUSED.*check SMTP_URL/m)
  expect(stdout).toMatch(/^fault +webhook receiver: .*redirects \(302\)/m)
  receiver.close()
})

test('the doctor reports a provider that does not answer, and wrong keys', async ({ site }) => {
  const nowhere = `http://127.0.0.1:${await freePort()}`
  const settings = { ...site.settings, TWITTER_CONSUMER_KEY: 'wrong', GITHUB_API_URL: nowhere }
  const { code, stdout } = await examine(settings)
  expect(code).toBe(1)
  expect(stdout).toMatch(/^fault +GitHub: it cannot be asked .*ECONNREFUSED/m)
  expect(stdout).toMatch(/^fault +X \(Twitter\): .*TWITTER_CONSUMER_KEY and TWITTER_CONSUMER_SECRET must be/m)
})

test('the doctor lists every wrong setting, and warns of unusual ones', async ({ site }) => {
  const wrong = await examine({ NODE_ENV: 'production', PORT: 'x', RATE_LIMITS: 'maybe' })
  expect(wrong.code).toBe(1)
  for (const name of ['PORT', 'RATE_LIMITS', 'SECRET', 'PUBLIC_URL', 'SMTP_URL', 'MAIL_FROM'])
    expect(wrong.stdout).toMatch(new RegExp(`^fault +settings: ${name}: `, 'm'))
  const { SECRET: _secret, ...others } = site.settings
  const odd = await examine({ ...others, PUBLIC_URL: 'https://www.example.com', RATE_LIMITS: 'off' })
  expect(odd.stdout).toMatch(/^warning +settings: SECRET is not set/m)
  expect(odd.stdout).toMatch(/^warning +settings: RATE_LIMITS=off/m)
  expect(odd.stdout).toMatch(/^warning +proxy: .*TRUSTED_PROXIES is empty: all visitors share one limit/m)
})

test('the doctor reports a data file in a missing folder, or with wrong permissions', async ({ site }) => {
  const file = site.settings.DATA_FILE ?? ''
  const settings = { ...site.settings, DATA_FILE: `${dirname(file)}/no/such/doorman.json` }
  const missing = await examine(settings)
  expect(missing.code).toBe(1)
  expect(missing.stdout).toMatch(/^fault +store: .*cannot be made .*make its folder/m)
  await chmod(file, 0o644)
  expect((await examine(site.settings)).stdout).toMatch(/^warning +store: .*chmod 600/m)
})

test('the doctor examines a database, and reports one that it cannot reach', async ({ site }) => {
  const database = await startDatabaseServer()
  try {
    const settings = { ...site.settings, DATABASE_URL: database.url, PORT: String(await freePort()) }
    const empty = await examine(settings)
    expect(empty.stdout).toMatch(/^ok +store: PostgreSQL 1\d.* can be read and written; \d+ migrations run/m)
    const server = runServer(settings)
    await untilReady(`http://localhost:${settings.PORT}`, server)
    await expect
      .poll(async () => (await examine(settings)).stdout)
      .toMatch(/^ok +store: PostgreSQL .* in use by 1 servers; 0 accounts/m)
    server.child.kill('SIGTERM')
    await server.ended
    const wrong = await examine({ ...settings, DATABASE_URL: database.url.replace('/postgres:', '/nobody:') })
    expect(wrong.code).toBe(1)
    expect(wrong.stdout).toMatch(
      /^fault +store: the database cannot be reached \(.*\); check user and password/m,
    )
    const away = await examine({
      ...settings,
      DATABASE_URL: `postgres://ada@127.0.0.1:${await freePort()}/ada`,
    })
    expect(away.stdout).toMatch(
      /^fault +store: .*ECONNREFUSED.*: check DATABASE_URL, and PostgreSQL itself$/m,
    )
  } finally {
    await database.close()
  }
})

test('the doctor says which settings to check', async ({ site }) => {
  const nowhere = `http://127.0.0.1:${await freePort()}`
  site.github.faults.set('/login/oauth/access_token', { kind: 'answer', status: 401, body: '{}' })
  const { stdout } = await examine({
    ...site.settings,
    WEBHOOK_URL: nowhere,
    WEBHOOK_SECRET: `whsec_${Buffer.alloc(32).toString('base64')}`,
  })
  expect(stdout).toMatch(/^fault +GitHub: .*401.*: check GITHUB_CLIENT_ID and GITHUB_CLIENT_SECRET/m)
  expect(stdout).toMatch(/^fault +webhook receiver: .*ECONNREFUSED.*: check WEBHOOK_URL/m)
})

test('the doctor sends no test mail to what is no address', async ({ site }) => {
  const { code, stderr } = await runBuilt('doctor', ['--mail', 'operator'], { settings: site.settings })
  expect([code, stderr.trim()]).toEqual([1, "--mail: 'operator' is not a mail address"])
  expect(site.mail.mails).toEqual([])
})

test('the doctor refuses unknown arguments', async () => {
  const { code, stderr } = await runBuilt('doctor', ['--male', 'x'], { settings: {} })
  expect([code, stderr.trim()]).toEqual([
    1,
    'It is called so: npm run doctor, or npm run doctor -- --mail ADDRESS',
  ])
})
