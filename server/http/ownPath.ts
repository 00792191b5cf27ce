import type { Config } from '../config.ts'

/** The path of a page or route of Doorman for browsers: below the path of PUBLIC_URL, if it has one. */
export function ownPath(path: `/${string}`, { basePath }: Pick<Config, 'basePath'>): string {
  return basePath + path
}
