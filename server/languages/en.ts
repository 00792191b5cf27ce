/**
 * English: the catalogue that the others translate. `pages` is what the client says, `mails` what is mailed, `answers`
 * what the server answers. `{name}` is filled in; the rest stands as it is.
 */
export const en = {
  name: 'English',
  pages: {
    home: {
      notFoundTitle: 'Not found',
      notFound: 'There is no door here',
      notFoundWhy: 'This wall has no way through. The address may be mistyped, or what was here has moved.',
      back: 'Back to the front door',
    },
  },
  mails: {
    greeting: 'Hello {name},',
  },
  answers: {
    deletion: {
      signInAgain: 'You signed in a while ago. Please sign in once more, and then delete your account.',
      cleanUpFailed: 'Your account could not be deleted, and nothing has been lost. Please try again later.',
    },
    internal: 'Something went wrong on our side. Please try again.',
  },
} as const
