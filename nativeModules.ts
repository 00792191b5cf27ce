import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/** Packages that depend on one of these load or build compiled code. */
const LOADERS = ['bindings', 'node-gyp-build', 'prebuild-install', '@mapbox/node-pre-gyp', 'node-addon-api']

interface Manifest {
  gypfile?: boolean
  napi?: unknown
  binary?: unknown
  dependencies?: Record<string, string>
}

/**
 * A Vite plugin that keeps packages with compiled code out of the server's bundle, because a bundled package does not
 * find its compiled files. So the site owner may import such a package without an entry in the build configuration.
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

/** The folder of the package that contains the file. Undefined outside of node_modules. */
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
