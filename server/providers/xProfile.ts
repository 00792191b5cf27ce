import { z } from 'zod'
import { addressField, avatarField, nameField, usernameField } from './fields.ts'
import type { Profile } from './provider.ts'

/**
 * Converts an answer of `/1.1/account/verify_credentials`, `/2/users/me`, or `/oauth/access_token`, which has
 * only id and username. Throws a ZodError for anything else.
 */
export function xProfile(raw: unknown): Profile {
  const { isPartial, ...person } = z.union([verifiedCredentials, usersMe, tokenOwner]).parse(raw)
  return {
    ...person,
    name: person.name || person.username,
    // X sends an address only after its owner has confirmed it, in v1.1's `email` and v2's `confirmed_email`.
    emailVerified: person.email !== null,
    extraData: {},
    ...(isPartial && { isPartial }),
  }
}

const uidField = z.string().regex(/^\d{1,32}$/)

const verifiedCredentials = z
  .object({
    id_str: uidField,
    screen_name: usernameField,
    name: nameField,
    profile_image_url_https: avatarField,
    email: addressField,
  })
  .transform((raw) => ({
    uid: raw.id_str,
    username: raw.screen_name,
    name: raw.name,
    email: raw.email,
    avatarUrl: raw.profile_image_url_https,
    isPartial: false,
  }))

const usersMe = z
  .object({
    data: z.object({
      id: uidField,
      username: usernameField,
      name: nameField,
      profile_image_url: avatarField,
      confirmed_email: addressField,
    }),
  })
  .transform(({ data }) => ({
    uid: data.id,
    username: data.username,
    name: data.name,
    email: data.confirmed_email,
    avatarUrl: data.profile_image_url,
    isPartial: false,
  }))

/**
 * The owner of a token, as `/oauth/access_token` names them without charge.
 * https://docs.x.com/fundamentals/authentication/api-reference#post-oauth-access-token
 */
export const tokenOwner = z.object({ user_id: uidField, screen_name: usernameField }).transform((raw) => ({
  uid: raw.user_id,
  username: raw.screen_name,
  name: '',
  email: null,
  avatarUrl: null,
  isPartial: true,
}))
