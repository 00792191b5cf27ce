import { z } from 'zod'
import { addressField, avatarField, nameField, usernameField } from '../../server/providers/fields.ts'
import { oauth2Provider } from '../../server/providers/oauth2.ts'

const person = z.object({
  id: z.number().int().positive(),
  username: usernameField,
  name: nameField,
  email: addressField,
  confirmed_at: z.string().nullish(),
  avatar_url: avatarField,
})

/** GitLab, in the form that a site owner would add it. https://docs.gitlab.com/api/oauth2 */
export const gitlab = oauth2Provider({
  id: 'gitlab',
  label: 'GitLab',
  icon: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="m12 22 4-12H8zM2 14l10 8L4 10z"/></svg>',
  settings: {
    required: ['GITLAB_CLIENT_ID', 'GITLAB_CLIENT_SECRET'],
    optional: { GITLAB_URL: 'https://gitlab.com' },
  },
  urls: ({ GITLAB_URL }) => ({
    authorize: `${GITLAB_URL}/oauth/authorize`,
    token: `${GITLAB_URL}/oauth/token`,
    revoke: `${GITLAB_URL}/oauth/revoke`,
    api: `${GITLAB_URL}/api/v4`,
    applications: `${GITLAB_URL}/-/user_settings/applications`,
  }),
  scope: ['openid', 'read_user'],
  chooseAccountParams: { prompt: 'login' },
  readProfile: ({ read }) => read('/user'),
  profile(raw) {
    const { id, username, name, email, confirmed_at, avatar_url } = person.parse(raw)
    const identity = { uid: String(id), username, name: name || username }
    return {
      ...identity,
      email,
      emailVerified: email !== null && Boolean(confirmed_at),
      avatarUrl: avatar_url,
      extraData: {},
    }
  },
  avatarOrigins: ({ GITLAB_URL = '' }) => [GITLAB_URL, 'https://secure.gravatar.com'],
  grantsUrl: ({ GITLAB_URL }) => `${GITLAB_URL}/-/user_settings/applications`,
})
