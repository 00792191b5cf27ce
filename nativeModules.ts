import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/** Packages by which others find or build their compiled parts. */
const LOADERS = ['bindings', 'node-gyp-build', 'prebuild-install', '@mapbox/node-pre-gyp', 'node-addon-api']

interface Manifest {
  gypfile?: boolean
  napi?: unknown
  binary?: unknown
  dependencies?: Record<string, string>
}

/**
 * Leaves packages with compiled parts out of the server's bundle, where they would not find these any more.
 * The site owner's folder may then import such a package with no entry anywhere.
 */
export function nativeModules(): Plugin {
  return {
    name: 'native-modules',
    enforce: 'pre',
    applyToEnvironment: ({ name }) => name === 'server',
    async resolveId(source, importer) {
      if (!importer || /^(?:[./\0]|node:)/.test(source)) return null
      const resolved = await this.resolve(source, importer, { skipSelf: true })
      const folder = resolved && packageOf(resolved.id)
      return folder && isNative(folder) ? { id: source, external: true } : null
    },
  }
}

/** The folder of the package that a file belongs to. */
function packageOf(file: string): string | undefined {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file)?.[0]
}

function isNative(folder: string): boolean {
  const file = join(folder, 'package.json')
  if (!existsSync(file)) return false
  const manifest: Manifest = JSON.parse(readFileSync(file, 'utf8'))
  const { gypfile, napi, binary, dependencies = {} } = manifest
  const isBuilt = gypfile === true || napi !== undefined || binary !== undefined
  return isBuilt || existsSync(join(folder, 'binding.gyp')) || LOADERS.some((name) => name in dependencies)
}
