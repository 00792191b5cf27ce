import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createBuilder } from 'vite'
import { expect, it, onTestFinished } from 'vitest'
import { nativeModules } from '../../nativeModules.ts'

it('keeps packages with compiled code out of the bundle, and no others', async () => {
  const root = await mkdtemp(join(tmpdir(), 'doorman-'))
  onTestFinished(() => rm(root, { recursive: true }))
  const files = {
    'main.js':
      "import { plain } from 'plain'\nimport { fast } from '@any/native'\nconsole.log(plain, fast)\n",
    'node_modules/plain/package.json': '{"name":"plain","version":"1.0.0","type":"module","main":"index.js"}',
    'node_modules/plain/index.js': "export const plain = 'the plain one'\n",
    'node_modules/@any/native/package.json':
      '{"name":"@any/native","version":"1.0.0","type":"module","main":"index.js","dependencies":{"node-gyp-build":"4"}}',
    'node_modules/@any/native/index.js': "export const fast = 'the compiled one'\n",
  }
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(root, name, '..'), { recursive: true })
    await writeFile(join(root, name), text)
  }
  const builder = await createBuilder({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [nativeModules()],
    environments: {
      server: {
        consumer: 'server',
        resolve: { noExternal: true },
        build: { outDir: 'out', rolldownOptions: { input: join(root, 'main.js') } },
      },
    },
    builder: {},
  })
  const environment = builder.environments.server
  if (!environment) throw new Error('there is no server to build')
  await builder.build(environment)
  const bundle = await readFile(join(root, 'out/main.js'), 'utf8').catch(() =>
    readFile(join(root, 'out/main.mjs'), 'utf8'),
  )
  expect(bundle).toContain('the plain one')
  expect(bundle).not.toContain('the compiled one')
  expect(bundle).toMatch(/from ?["']@any\/native["']/)
})
