import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createBuilder } from 'vite'
import { expect, it, onTestFinished } from 'vitest'
import { isBuilt, stampBuild } from '../../builtSources.ts'

/** Creates a small project, which is built into the same folders as this one. */
function newProject() {
  const folder = mkdtempSync(join(tmpdir(), 'doorman-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  write('client/index.html', '<script type="module" src="./index.ts"></script>')
  write('client/index.ts', 'document.title = "one"')
  write('server/main.ts', 'console.log("one")')
  write('server/main.test.ts', '')
  async function build(meanwhile: () => void = () => {}) {
    const input = join(folder, 'server/main.ts')
    const builder = await createBuilder({
      configFile: false,
      logLevel: 'silent',
      root: join(folder, 'client'),
      plugins: [stampBuild(folder), { name: 'meanwhile', buildStart: meanwhile }],
      builder: {},
      environments: {
        client: { build: { outDir: '../dist/client' } },
        server: {
          build: {
            outDir: '../dist/server',
            rolldownOptions: { input, output: { entryFileNames: '[name].js' } },
          },
        },
      },
    })
    await builder.buildApp()
  }
  return { folder, write, build }
}

it('is built until the content, the name or the place of a source changes', async () => {
  const { folder, write, build } = newProject()
  expect(isBuilt(folder)).toBe(false)
  await build()
  expect(isBuilt(folder)).toBe(true)

  const later = new Date(Date.now() + 60_000)
  utimesSync(join(folder, 'server/main.ts'), later, later)
  write('server/main.test.ts', 'changed')
  expect(isBuilt(folder)).toBe(true)

  write('server/main.ts', 'console.log("two")')
  expect(isBuilt(folder)).toBe(false)
  await build()
  expect(isBuilt(folder)).toBe(true)
  write('server/site/one.ts', '')
  expect(isBuilt(folder)).toBe(false)
  rmSync(join(folder, 'server/site'), { recursive: true })
  expect(isBuilt(folder)).toBe(true)
  write('package-lock.json', '{}')
  expect(isBuilt(folder)).toBe(false)
})

it('is not built after a build that failed, or with a part of it deleted', async () => {
  const { folder, write, build } = newProject()
  await build()
  write('server/main.ts', 'import "./nothing.ts"')
  await expect(build()).rejects.toThrow()
  // The sources are as before, but the failed build may have changed dist.
  write('server/main.ts', 'console.log("one")')
  expect(isBuilt(folder)).toBe(false)
  await build()
  rmSync(join(folder, 'dist/client'), { recursive: true })
  expect(isBuilt(folder)).toBe(false)
})

it('is not built when a source was edited during the build', async () => {
  const { folder, write, build } = newProject()
  await build(() => write('client/index.ts', 'document.title = "two"'))
  expect(isBuilt(folder)).toBe(false)
})
