import type { Config } from '../config.ts'

/**
 * The path under which browsers find a page or route of Doorman: below the path of PUBLIC_URL, where that has
 * one.
 */
export function ownPath(path: `/${string}`, { basePath }: Pick<Config, 'basePath'>): string {
  return basePath + path
}
