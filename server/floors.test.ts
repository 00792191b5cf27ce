import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'

const SERVER = import.meta.dirname

/** The features, by folder. Each may import another's public files; see `PUBLIC_FILES`. */
const FEATURES = [
  'account',
  'address',
  'authz',
  'connections',
  'deletion',
  'desk',
  'pages',
  'reminder',
  'sessions',
  'signin',
  'webhooks',
  'welcome',
]

/** The tools, by folder: all features use them, and they import no feature. */
const TOOLS = ['audit', 'http', 'jobs', 'mail', 'metrics', 'providers', 'store']

/** The lowest files: types and values that every file may import. */
const BASE = [
  'account',
  'address',
  'api',
  'config',
  'deskApi',
  'envFile',
  'log',
  'logOutput',
  'seal',
  'settingDoubts',
  'settingValues',
  'settingsSchema',
  'siteSettings',
  'watchClock',
]

/**
 * From the top down: a file may import from its own floor and from lower ones. The last floor that matches a
 * file counts.
 */
const FLOORS: RegExp[][] = [
  [/^main\.ts$/, /^commands\//],
  [/^app\.ts$/, /^backend\.ts$/, /^site\//, /^(warnAtStart|waitingApp|openPatiently|reseal)\.ts$/],
  [folders(FEATURES)],
  [/^services\.ts$/],
  [folders(TOOLS)],
  [files(BASE), /^languages\//, /^store\/account\.ts$/, /^jobs\/job\.ts$/, /^audit\/event\.ts$/],
]

/** `services.ts` imports types from the floors around it. Nothing of it exists at run time. */
const TYPES_ONLY = 'services.ts'

/**
 * The files of a feature that other features may import: tasks, the types of a step, sessions, and webhooks.
 */
const PUBLIC_FILES = [
  /^sessions\//,
  /^signin\/(pipeline|lastProvider)\.ts$/,
  /^(reminder|welcome|address|deletion|connections|webhooks)\/send\w+\.ts$/,
  /^connections\/(revokeGrant|tellOfConnection)\.ts$/,
  /^account\/(everythingAbout|presentEvent|sendAsFile)\.ts$/,
  /^deletion\/(beginDeletion|finishDeletion)\.ts$/,
  /^address\/formerEmails\.ts$/,
  /^webhooks\/(webhookEvent|receiver)\.ts$/,
  /^welcome\/(welcomeNewUser|consent)\.ts$/,
]

/**
 * Only these import the implementations of the stores: the backend, and the commands that work on stored
 * data.
 */
const NAMES_IMPLEMENTATIONS = /^(store\/(file|postgres)\/|backend\.ts|main\.ts|commands\/)/

interface Import {
  from: string
  to: string
  isType: boolean
}

const all = readdirSync(SERVER, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !/(\.test|\.d)\.ts$/.test(file) && !file.startsWith('store/contract'),
)
const imports = all.flatMap(importsOf)
const between = imports.filter(({ from, to }) => from !== TYPES_ONLY && to !== TYPES_ONLY)

describe('the floors of the server', () => {
  it('has a place for every file', () => {
    expect(all.length).toBeGreaterThan(150)
    expect(all.filter((file) => floorOf(file) === -1)).toEqual([])
  })

  it('lets imports go downwards only', () => {
    expect(imports.length).toBeGreaterThan(500)
    expect(between.filter(({ from, to }) => floorOf(from) > floorOf(to)).map(show)).toEqual([])
  })

  it('has features import only each other’s public files', () => {
    const breaches = between.filter(({ from, to }) => {
      const [here, there] = [from.split('/')[0] ?? '', to.split('/')[0] ?? '']
      const isBetweenFeatures = FEATURES.includes(here) && FEATURES.includes(there) && here !== there
      return isBetweenFeatures && !PUBLIC_FILES.some((file) => file.test(to))
    })
    expect(breaches.map(show)).toEqual([])
  })

  it('names implementations of the stores in backend.ts and the commands only', () => {
    const breaches = between.filter(
      ({ from, to }) => /^store\/(file|postgres)\//.test(to) && !NAMES_IMPLEMENTATIONS.test(from),
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

  it('has no circle of imports, not even of types', () => {
    expect(all.flatMap((file) => circleFrom(file, new Set()))).toEqual([])
  })
})

function folders(names: readonly string[]): RegExp {
  return new RegExp(`^(${names.join('|')})/`)
}

function files(names: readonly string[]): RegExp {
  return new RegExp(`^(${names.join('|')})\\.ts$`)
}

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

/** The circle that leads from `start` back to it, if there is one. */
function circleFrom(start: string, seen: Set<string>, path: string[] = [start]): string[] {
  for (const { to } of imports.filter(({ from }) => from === path.at(-1))) {
    if (to === start) return [[...path, to].join(' → ')]
    if (seen.has(to)) continue
    seen.add(to)
    const circle = circleFrom(start, seen, [...path, to])
    if (circle.length > 0) return circle
  }
  return []
}

function show({ from, to }: Import): string {
  return `${from} imports ${to}`
}
