import { execFileSync } from 'node:child_process'
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { printedBlock } from '../proxies/blocks.ts'
import { freePort } from '../standins/server.ts'
import { Checks, type Outcome } from '../torture/row.ts'
import { until } from '../torture/victim.ts'
import type { Copy } from './copy.ts'
import { type Container, type Podman, podmanIn } from './podman.ts'
import { FILLED_IN } from './settings.ts'
import { networkOf, type Tree } from './tree.ts'

const UID = 1000

/** Makes the base image from the tree, because no image registry is used. Node is where Docker's image has it. */
const BASE = `FROM localhost/tree
ENV ${Object.entries({ ...networkOf(process.env), DEBIAN: '12' })
  .map((pair) => pair.join('='))
  .join(' ')}
RUN npm install --global --prefix=/usr/local node-linux-${process.arch}@22 \\
  && useradd --uid ${UID} node`

const NAME = `doorman-${process.pid}`

/** Builds the image from the printed Dockerfile, runs it, and checks the promises of the page. */
export async function buildImage(tree: Tree, copy: Copy): Promise<Outcome> {
  const checks = new Checks()
  const folder = mkdtempSync(join(tmpdir(), 'doorman-image-'))
  const podman = podmanIn(folder)
  try {
    const megabytes = build(podman, { tree, copy, folder })
    const data = join(folder, 'data')
    mkdirSync(data)
    chownSync(data, UID, UID)
    const ms = await serve(podman, data, checks)
    await refuseFile(podman, data, checks)
    checks.tookPlace(ms, 1, 'milliseconds until the container was ready')
    const figures = `built (${megabytes} MB beside its base), ready ${ms} ms after podman run`
    return { figures: `${figures}, as uid ${UID} with a read-only root, ended with 0 on SIGTERM`, checks }
  } finally {
    podman.run(['system', 'reset', '--force'])
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Parts {
  tree: Tree
  copy: Copy
  /** For temporary files. */
  folder: string
}

/** Builds the image. Returns by how many megabytes it is larger than its base. */
function build(podman: Podman, { tree, copy, folder }: Parts): number {
  const printed = printedBlock('dockerfile', 'AS build')
  const [, base = ''] = /^FROM (\S+)$/m.exec(printed) ?? []
  const tar = join(folder, 'tree.tar')
  execFileSync('tar', ['-C', tree.folder, '--exclude=./srv/*', '--exclude=./proc/*', '-cf', tar, '.'])
  podman.run(['import', tar, 'localhost/tree'])
  rmSync(tar)
  const options = ['build', '--isolation=chroot', '--network=host', '--pull=never']
  const make = (name: string, dockerfile: string) => {
    const file = join(folder, 'Dockerfile')
    writeFileSync(file, dockerfile)
    podman.run([...options, `--file=${file}`, `--tag=${name}`, copy.folder])
  }
  make(`localhost/${base}`, BASE)
  make('localhost/doorman', printed)
  const size = (name: string) => Number(podman.run(['image', 'inspect', '--format={{.Size}}', name]))
  return Math.round((size('localhost/doorman') - size(`localhost/${base}`)) / 1e6)
}

interface Started extends Container {
  url: string
  pid: number
}

/** Starts a container of the image with an operator's settings. */
async function start(podman: Podman, volume: string): Promise<Started> {
  const port = String(await freePort())
  const settings = Object.entries({ ...FILLED_IN, PORT: port }).map(
    ([name, value]) => `--env=${name}=${value}`,
  )
  const name = `${NAME}-${port}`
  const container = podman.start([`--name=${name}`, `--volume=${volume}`, ...settings, 'localhost/doorman'])
  const pid = () => {
    try {
      return Number(podman.run(['inspect', '--format={{.State.Pid}}', name]))
    } catch {
      return 0
    }
  }
  return {
    ...container,
    url: `http://127.0.0.1:${port}`,
    get pid() {
      return pid()
    },
  }
}

const answers = (url: string) =>
  fetch(url).then(
    ({ status }) => status,
    () => 0,
  )

/** Runs the image until SIGTERM. Returns the milliseconds until the server was ready. */
async function serve(podman: Podman, data: string, checks: Checks): Promise<number> {
  const begun = performance.now()
  const one = await start(podman, `${data}:/data`)
  await until(async () => {
    if (one.child.exitCode !== null) throw new Error(`the container ended: ${one.output()}`)
    return (await answers(`${one.url}/readyz`)) === 200
  }, 'the container is ready')
  const ms = Math.round(performance.now() - begun)
  checks.that((await answers(`${one.url}/healthz`)) === 200, '/healthz does not answer 200')
  const { pid } = one
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  checks.that(status.includes(`Uid:\t${UID}\t`), `it runs as another: ${/^Uid.*$/m.exec(status)}`)
  const [root = ''] = readFileSync(`/proc/${pid}/mounts`, 'utf8')
    .split('\n')
    .filter((line) => line.split(' ')[1] === '/')
  checks.that(/ ro[ ,]/.test(root), `its root can be written to: ${root}`)
  const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  checks.that(command.startsWith('node\0'), `the first process is ${command}`)

  const two = await start(podman, `${data}:/data`)
  const refused = await two.ended
  checks.that(refused === 1 && /in use/.test(two.output()), `a second replica: ${refused} ${two.output()}`)
  one.child.kill('SIGTERM')
  const code = await one.ended
  checks.that(code === 0, `SIGTERM: ended with ${code}`)
  return ms
}

/** Mounts the single data file: the server refuses to start and says to mount the folder. */
async function refuseFile(podman: Podman, data: string, checks: Checks): Promise<void> {
  const container = await start(podman, `${join(data, 'doorman.json')}:/data/doorman.json`)
  const ending = setTimeout(() => container.child.kill('SIGTERM'), 10_000)
  const code = await container.ended
  clearTimeout(ending)
  checks.that(
    code === 1 && /folder/.test(container.output()),
    `a mounted file: ${code} ${container.output()}`,
  )
}
