import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const SERVER = import.meta.dirname

/** From the top down: a file may import from its own floor and from those below. */
const FLOORS: RegExp[][] = [
  [/^main\.ts$/, /^moveData\.ts$/],
  [/^app\.ts$/, /^backend\.ts$/, /^site\.ts$/, /^warnAtStart\.ts$/],
  [/^(signin|reminder|welcome|deletion|account|address|connections)\//],
  [/^services\.ts$/],
  [/^(store|jobs|mail|providers|http|audit)\//],
  [
    /^(config|settingValues|envFile|user|api|log|logOutput|clock|seal|address)\.ts$/,
    /^languages\//,
    /^jobs\/job\.ts$/,
    /^audit\/event\.ts$/,
  ],
]

/** `services.ts` names the types of what is on the floors around it; nothing of it exists at run time. */
const TYPES_ONLY = 'services.ts'

const FEATURES = ['signin', 'reminder', 'welcome', 'deletion', 'account', 'address', 'connections']

/** The doors between features: their tasks, the types of a step, who is signed in, and what a consent is. */
const DOORS = [
  /^reminder\/sendReminder\.ts$/,
  /^welcome\/(welcomeNewUser|consent)\.ts$/,
  /^connections\/(revokeGrant|sendConnectionChanged)\.ts$/,
  /^signin\/(pipeline|session|signedIn|cookie|sealedCookie|lastProvider)\.ts$/,
]

interface Import {
  from: string
  to: string
  isType: boolean
}

const files = readdirSync(SERVER, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !/(\.test|\.d)\.ts$/.test(file) && !file.startsWith('store/contract'),
)
const imports = files.flatMap(importsOf)
const between = imports.filter(({ from, to }) => from !== TYPES_ONLY && to !== TYPES_ONLY)

describe('the floors of the server', () => {
  it('has a place for every file', () => {
    expect(files.filter((file) => floorOf(file) === -1)).toEqual([])
  })

  it('lets imports go downwards only', () => {
    expect(between.filter(({ from, to }) => floorOf(from) > floorOf(to)).map(show)).toEqual([])
  })

  it('has features meet only at their doors', () => {
    const breaches = between.filter(({ from, to }) => {
      const [here, there] = [from.split('/')[0] ?? '', to.split('/')[0] ?? '']
      const isBetweenFeatures = FEATURES.includes(here) && FEATURES.includes(there) && here !== there
      return isBetweenFeatures && !DOORS.some((door) => door.test(to))
    })
    expect(breaches.map(show)).toEqual([])
  })

  it('names implementations in backend.ts only', () => {
    const breaches = between.filter(
      ({ from, to }) =>
        /^store\/(file|postgres)\//.test(to) &&
        !/^(store\/(file|postgres)\/|backend\.ts|main\.ts|moveData\.ts)/.test(from),
    )
    expect(breaches.map(show)).toEqual([])
  })

  it('imports only types through services.ts', () => {
    const breaches = imports.filter(
      ({ from, to, isType }) => (from === TYPES_ONLY || to === TYPES_ONLY) && !isType,
    )
    expect(breaches.map(show)).toEqual([])
  })

  it('never imports the stand-ins', () => {
    expect(imports.filter(({ to }) => to.startsWith('..')).map(show)).toEqual([])
  })

  it('has no circle of imports', () => {
    expect(files.flatMap((file) => circleFrom(file, []))).toEqual([])
  })
})

function importsOf(from: string): Import[] {
  const text = readFileSync(join(SERVER, from), 'utf8')
  const statements = text.matchAll(
    /(?:^(?:import|export)\s+(type\s)?[^'"]*?from\s+|await import\()'(\.[^']+)'/gm,
  )
  return [...statements].map(([, type, path = '']) => ({
    from,
    to: relative(SERVER, resolve(SERVER, dirname(from), path)),
    isType: type !== undefined,
  }))
}

function floorOf(file: string): number {
  return FLOORS.findLastIndex((floor) => floor.some((pattern) => pattern.test(file)))
}

function circleFrom(file: string, path: string[]): string[] {
  if (path.includes(file)) return path[0] === file ? [[...path, file].join(' → ')] : []
  const next = imports.filter(({ from }) => from === file)
  return next.flatMap(({ to }) => circleFrom(to, [...path, file]))
}

function show({ from, to }: Import): string {
  return `${from} imports ${to}`
}
