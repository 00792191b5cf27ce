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
    deletion: {
      zone: 'Danger zone',
      forGood: 'Deleting your account cannot be undone.',
      button: 'DELETE ACCOUNT',
      question: 'Delete your account?',
      goneTitle: 'This will be gone, for good:',
      goneProfile: 'your profile, with name, picture and mail address',
      goneConnections: 'the connections to {doors}, and what they allowed this site to do',
      goneSessions: 'your sign-ins on every device',
      goneRest: 'whatever this site keeps for you, and what it was about to send you',
      comeBack: 'Should you come back, you begin anew as a new guest.',
      typeBefore: 'Type your username, ',
      typeAfter: ', to confirm',
      confirm: 'Delete my account',
      deleting: 'Deleting…',
      keep: 'Keep it',
      signInWith: 'Sign in with {door}',
      goodbyeTitle: 'Goodbye',
      goodbye: 'Goodbye, and safe travels',
      signedOut: 'You are signed out. The light stays on, should you come back.',
      deleted: 'Your account is deleted',
      leaving: 'Your account is being deleted',
      steps: {
        sessions: 'You are signed out on every device.',
        site: 'What this site kept for you is removed.',
        account: 'Your profile, your address and your connections are removed.',
        grant: 'What you allowed us at {provider} is taken back.',
        farewell: 'A last mail confirms it.',
      },
      states: { done: 'done', waiting: 'under way', failed: 'did not work' },
      grantFailed: 'You can take it back yourself in the settings of {provider}.',
    },
    signin: {
      lastUsed: 'Last used',
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
