import type { Config } from '../config.ts'

/** The name with the prefix that makes browsers insist on Secure, Path=/ and no Domain (RFC 6265bis, 4.1.3.2). */
export function cookieName(name: string, { isHttps }: Pick<Config, 'isHttps'>): string {
  return isHttps ? `__Host-${name}` : name
}

/** Out of reach of scripts and of other sites' requests, except for links that people follow. */
export function cookieOptions({ isHttps }: Pick<Config, 'isHttps'>) {
  return {
    httpOnly: true,
    secure: isHttps,
    sameSite: 'lax',
    path: '/',
    overwrite: true,
    signed: false,
  } as const
}
