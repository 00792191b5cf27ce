import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readDataFile } from '../server/store/file/readDataFile.ts'
import { freePort } from './standins/server.ts'
import { Visitor } from './standins/visitor.ts'
import { runBuilt } from './support/command.ts'
import { startDatabaseServer } from './support/database.ts'
import { expect, test } from './support/fixtures.ts'
import { runServer, untilReady } from './support/server.ts'

/** These tests use no page. Each one starts and stops a second server, which uses the stand-ins of its site. */
const withDatabase = async (run: (settings: Record<string, string>) => Promise<void>) => {
  const database = await startDatabaseServer()
  await run({ DATABASE_URL: database.url }).finally(() => database.close())
}

const stores: [string, (run: (settings: Record<string, string>) => Promise<void>) => Promise<void>][] = [
  ['the data file', (run) => run({})],
  ['PostgreSQL', withDatabase],
]

for (const [name, within] of stores) {
  test(`a backup of ${name}, made while the server runs, is restored without accounts deleted since`, async ({
    site,
  }) => {
    const folder = await mkdtemp(join(tmpdir(), 'doorman-backup-'))
    await within(async (store) => {
      const port = String(await freePort())
      const url = `http://localhost:${port}`
      const file = `${site.settings.DATA_FILE}-own`
      const settings = {
        ...site.settings,
        ...{ PORT: port, PUBLIC_URL: site.url, DATA_FILE: file, RATE_LIMITS: 'off' },
        ...store,
      }
      const start = async () => {
        const server = runServer(settings)
        await untilReady(url, server)
        return server
      }
      const arrive = async (person: string) => {
        const visitor = new Visitor(url)
        const callback = await visitor.choose(await visitor.begin('github'), person)
        expect((await visitor.get(callback.replace(site.url, url))).status).toBe(302)
        return visitor
      }
      const userOf = async (visitor: Visitor) => (await (await visitor.get('/api/session')).json()).user
      const command = (command: string, ...args: string[]) => runBuilt(command, args, { settings })

      const server = await start()
      const [ada, grace] = [await arrive('ada'), await arrive('grace')]
      const backup = join(folder, 'backup')
      const made = await command('backup', backup)
      expect([made.code, made.stderr]).toEqual([0, ''])
      expect(made.stdout).toContain('2 accounts')
      expect((await readDataFile(join(backup, 'doorman.json'))).accounts).toHaveLength(2)

      await arrive('margaret')
      expect((await ada.post('/api/account/delete', { username: 'ada' })).status).toBe(303)
      const refused = await command('restore', backup)
      expect(refused.code).toBe(1)
      expect(refused.stderr).toMatch(/in use by (process \d+|a server)/)
      expect(refused.stderr).not.toContain('    at ')
      expect(await userOf(grace)).toMatchObject({ username: 'grace' })
      server.child.kill('SIGTERM')
      expect(await server.ended).toBe(0)

      const restored = await command('restore', backup)
      expect([restored.code, restored.stderr]).toEqual([0, ''])
      expect(restored.stdout).toMatch(/1 accounts\.\n1 of it were deleted since, and are deleted again/)
      const again = await start()
      expect([await userOf(grace), await userOf(ada)]).toMatchObject([{ username: 'grace' }, null])
      expect(await userOf(await arrive('ada'))).toMatchObject({ username: 'ada' })
      again.child.kill('SIGTERM')
      expect(await again.ended).toBe(0)
    })
    await rm(folder, { recursive: true })
  })
}

test('backup and restore explain a missing folder and a wrong call in one sentence', async ({ site }) => {
  const { settings } = site
  for (const [command, args, words] of [
    ['backup', [], 'Say where to: npm run backup -- FOLDER'],
    ['restore', [], 'Say where from: npm run restore -- FOLDER'],
    [
      'restore',
      ['/no/such/folder'],
      '/no/such/folder/doorman.json is not there: name the folder of a backup.',
    ],
  ] as const) {
    const { code, stderr } = await runBuilt(command, [...args], { settings })
    expect([code, stderr.trim()]).toEqual([1, words])
  }
  const folder = dirname(settings.DATA_FILE ?? '')
  const before = await readFile(settings.DATA_FILE ?? '', 'utf8')
  expect((await runBuilt('backup', [folder], { settings })).stderr).toContain(
    'name another one for the backup',
  )
  expect(await readFile(settings.DATA_FILE ?? '', 'utf8')).toBe(before)
  expect((await readdir(folder)).filter((name) => name === 'doorman.json')).toHaveLength(1)
})
