/**
 * English: the catalogue that the others translate. `pages` is what the client says, `mails` what is mailed, `answers`
 * what the server answers. `{name}` is filled in; the rest stands as it is.
 */
export const en = {
  pages: {
    languages: {
      label: 'Language',
      /** Each in its own words, the same in every catalogue. */
      names: { en: 'English', bg: 'Български', de: 'Deutsch', es: 'Español' },
    },
    home: {
      noScript: 'Please turn on JavaScript to sign in here.',
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
      states: { done: 'done', waiting: 'under way', failed: 'did not work', impossible: 'not possible' },
      grantFailed: 'You can take it back yourself in the settings of {provider}.',
    },
    signin: {
      lastUsed: 'Last used',
      title: 'Sign in',
      welcome: 'Come on in',
      notOpen: 'Not open yet',
      noLock: 'This door has no lock yet: the site’s owner has not set up a provider to sign in with.',
      noPassword: 'Use an account that you have already. There is no password to make up or to forget.',
      continueWith: 'Continue with {door}',
      inside: 'You are in',
      signedInAs: 'You are signed in as {name}.',
      account: 'Go to your account',
      signOut: 'Sign out',
      tryAgain: 'Try again',
      backToAccount: 'Back to your account',
      didNotWork: 'Signing in did not work.',
      refused: 'Signing in did not work this time. Please try again.',
      faults: {
        cancelled: 'You turned around at the provider, so nothing happened.',
        expired: 'That took too long, or was done once already. Please begin again.',
        unavailable:
          'The provider is not answering as it should right now. Please try again in a minute, or take another door.',
        'email-taken':
          'Somebody with your mail address has an account here already: probably you, through another door. A mail that says which one is on its way to that address. Sign in with that one, and you can connect this one, too.',
        refused:
          'This account is suspended or blocked at the provider, so you can’t sign in with it. Use another account, or contact the provider.',
        misconfigured:
          'Sign-in with this provider isn’t set up correctly. Use another option, or let the owner of this site know.',
        locked: 'This account is locked. If you think this is a mistake, contact the owner of this site.',
        leaving: 'This account is just being deleted. Please wait a minute, then come in as somebody new.',
        'already-connected':
          'That account belongs to another account here, so it was not connected to yours.',
      },
    },
    reminder: {
      title: 'Reminder',
      button: 'Forgot which one you used?',
      question: 'Which door was mine?',
      why: 'Tell us your mail address. We mail you the list of providers connected to your account.',
      label: 'Your mail address',
      send: 'Remind me',
      sending: 'Sending…',
      ok: 'OK',
    },
    account: {
      title: 'Account',
      hello: 'Hello, {name}',
      profile: 'Profile',
      username: 'Username',
      address: 'Mail address',
      noAddress: 'None, so no reminder can reach you',
      verified: 'verified',
      notVerified: 'not verified',
      since: 'With us since',
      doors: 'Your doors',
      connectedSince: '{name}, since {date}',
      connected: 'Connected',
      notConnected: 'Not connected',
      connect: 'Connect',
      activity: 'Recent activity',
      activityWarning: 'If something here was not you, change your password at the provider it names.',
      activityMissing: 'Your recent activity could not be loaded.',
      from: ', from {network}',
      aProvider: 'a provider',
      events: {
        signIn: 'Signed in with {door}',
        signInFailed: 'Signing in with {door} did not work',
        connect: 'Connected {door}',
        disconnect: 'Disconnected {door}',
        consent: 'Agreed to a post on X',
        consentDeclined: 'Declined a post on X',
        consentWithdrawn: 'Took back a post on X',
        sessionEnd: 'Signed out elsewhere',
        takeAlong: 'Took the data along',
        reminder: 'Asked for a reminder by mail',
        address: 'Confirmed a mail address',
        addressFailed: 'Typed a wrong code for a mail address',
        deletion: 'Deleted the account',
        deletionFailed: 'Tried to delete the account',
        other: 'Changed the account',
      },
    },
    address: {
      change: 'Change',
      titleNone: 'How can we reach you?',
      whyNone:
        'We know no mail address of yours. Without one, no reminder can reach you, should you forget which door is yours.',
      titleUnconfirmed: 'Is this your address?',
      whyUnconfirmed:
        '{email} is not confirmed, so somebody else may still claim it. Confirm it, and reminders surely reach you.',
      titleChange: 'Another mail address',
      whyChange: 'We mail a code to the new one. Until you type it here, {email} stays your address.',
      label: 'Your mail address',
      send: 'Mail me a code',
      sending: 'Sending…',
      sent: 'We sent a mail to {email}. The code in it is good for 15 minutes, in this browser only.',
      code: 'Code from the mail',
      confirm: 'Confirm',
      confirming: 'Confirming…',
      again: 'No mail? Ask again',
      cancel: 'Cancel',
      done: '{email} is your address now. Thank you.',
      missing: 'A part of this page could not be loaded.',
      pageTitle: 'Confirm',
      pageHeading: 'Confirm your address',
      pageWhy: 'Press the button, and {email} is your address here.',
      elsewhere:
        'This link works only in the browser where the code was asked for, while you are signed in there, once, and for 15 minutes. Please open it there.',
      typeThere: 'Or type the code there: {code}',
    },
    pendingConnection: {
      title: 'Connect {door} too?',
      why: 'A moment ago you came with {door}, as {name}. Connect it, and it opens this account, too.',
      connect: 'Connect {door}',
      decline: 'No thanks',
      done: '{door} is connected. Both doors lead here now.',
      declined: 'All right, {door} stays as it is.',
    },
    welcome: {
      offer: 'Tell the world?',
      offerWhy: 'If you like, we post this on X, once, exactly as it stands here. Change it as you please.',
      offerWhyAs:
        'If you like, we post this on X as @{name}, once, exactly as it stands here. Change it as you please.',
      label: 'Your post',
      left: '{count} characters left',
      post: 'Post',
      posting: 'Posting…',
      decline: 'No thanks',
      posted: 'Thank you. Your post is on its way to X.',
      declined: 'All right, nothing will be posted.',
    },
    faults: {
      title: 'Something went wrong',
      stuck: 'The door is stuck',
      missingPart: 'A part of this page did not arrive, or does not work. Please try again.',
      unreachable: 'We could not reach the server. Please check your connection and try again.',
      unreadable: 'The server gave an answer that we could not read. Please try again.',
      loading: 'Loading…',
    },
    connections: {
      fault: 'Your doors could not be loaded.',
      disconnect: 'Disconnect',
      lastWayIn: 'This is your only way in. Connect another door first, then you can take this one away.',
      dialogTitle: 'Disconnect {door}?',
      what: 'You will not get in with {door} as {username} any more, and we give back the permission that you gave us there.',
      posts: 'A post that waits to go out from there is cancelled.',
      keep: 'Keep it',
      disconnecting: 'Disconnecting…',
      done: '{door} is disconnected.',
    },
    sessions: {
      title: 'Where you are signed in',
      fault: 'Where you are signed in could not be loaded.',
      why: 'If you do not know one of these, end it, and change your password at the provider.',
      device: '{browser} on {system}',
      unknownDevice: 'An unknown browser',
      seen: 'Signed in on {created}, last seen {seen}',
      current: 'This one',
      end: 'End',
      endOthers: 'End all others',
      ended: '{device} is signed out.',
      endedOthers: 'All others are signed out.',
    },
    consents: {
      title: 'Posts on X that you agreed to',
      fault: 'What you agreed to post could not be loaded.',
      asked: 'You agreed to exactly this text on {date} (question, version {version}).',
      assumed:
        'The owner of this site says that you agreed to exactly this text; noted on {date} (version {version}).',
      from: 'To be posted as @{username}.',
      waiting: 'Waiting to be posted',
      posted: 'Posted on {date}',
      withdrawn: 'Taken back on {date}',
      failed: 'Not posted: X refused it',
      dropped: 'Not waiting to be posted any more',
      unknown: 'X never said whether it was posted. Please look there.',
      takeBack: 'Take it back',
      takenBack: 'You took it back: it will not be posted.',
    },
    takeAlong: {
      title: 'Your data',
      what: 'Everything we keep about you, in one file that people and programs can read, with a note on each part.',
      button: 'Take your data along',
    },
  },
  mails: {
    hello: 'Hello {name},',
    /** The greeting where the reader may be a stranger: it has no name that anybody chose. */
    helloStranger: 'Hello,',
    /** Instead of a name that cannot be repeated. */
    somebody: 'there',
    /** Between the last two of a list. */
    and: ' and ',
    /** A sign-in method: the provider and the name there. */
    method: '{provider}, as @{username}',
    reminder: {
      subject: 'You sign in to {site} with {providers}',
      preheader: 'Connected to your account: {providers}.',
      connected: 'Sign in to {site} with any of these. They are connected to your account {username}:',
      footer:
        'You received this email because someone asked for it on {url} with this address, or tried to sign in there with another provider that knows it. If that wasn’t you, you don’t need to do anything: nobody else has seen the answer.',
    },
    welcome: {
      subject: 'Welcome to {site}',
      preheader: 'You signed in with {providers}. Next time, sign in the same way.',
      greeting: 'Welcome, {name}!',
      ready: 'Your account at {site} is ready. Your username is {username}.',
      method:
        'You signed in with {providers}. There is no password to remember: next time, sign in the same way. If you forget which one it was, ask us on the sign-in page, and we’ll email you the answer.',
      account: 'Go to your account',
      footer:
        'You received this email once, because someone signed in to {site} with {providers}, and that account has this address. If that wasn’t you, sign in the same way and delete the account.',
    },
    address: {
      codeSubject: '{code} is your code for {site}',
      codePreheader: 'Enter {code} where you requested it, within 10 minutes.',
      code: 'Enter this code where you requested it, to verify that this address is yours:',
      codeHow:
        'Or click the button, in the browser where you requested the code. The code is valid for 10 minutes and works once.',
      codeButton: 'Verify this address',
      codeNotYou:
        'If you didn’t request this code, you don’t need to do anything: without the code nothing happens. Don’t share it.',
      codeFooter:
        'You received this email because someone who is signed in on {url} entered this address as theirs.',
      takenSubject: 'You already have an account at {site}: you sign in with {providers}',
      takenPreheader: 'Your address belongs to your account already. You sign in with {providers}.',
      taken:
        'Someone, probably you, wanted to add this address to another account at {site}. It belongs to your account {username} already. This is how you sign in to it:',
      takenHow:
        'Would you rather use the address in the other account? Then change the email of this account first, or delete this account.',
      takenNotYou:
        'If that wasn’t you, you don’t need to do anything: they haven’t learned that you have an account, and nothing has changed.',
      takenFooter:
        'You received this email because someone who is signed in on {url} with another account entered this address as theirs.',
      presentSubject: 'This is now your email at {site}',
      presentPreheader: 'Emails about your account {username} go here from now on.',
      present:
        'You verified this address. Reminders and all other emails about your account {username} at {site} go here from now on.',
      presentNotYou:
        'If that wasn’t you, reply to this email: someone else has used this mailbox, and we’ll help you.',
      presentFooter: 'You received this email because the email of an account at {site} was changed.',
      changedSubject: 'Your account at {site} has another email now',
      changedPreheader: 'If that wasn’t you, read on.',
      changed:
        'Your account at {site}, which had this address until now or until lately, has another email now. Reminders and all other emails go there.',
      changedNotYou:
        'If that wasn’t you, someone else was signed in to your account. Sign in, change the email back and sign out the other devices; then secure your accounts at the providers you sign in with. If you can’t get in any more, reply to this email, and we’ll help you.',
      changedButton: 'Go to your account',
      changedFooter:
        'You received this email because your account at {site} had this address within the last 30 days.',
    },
    farewell: {
      subject: 'Your account at {site} is deleted',
      preheader: 'Your data was deleted, and this is our last email.',
      greeting: 'Goodbye!',
      gone: 'Your account at {site} has been deleted, as you asked: your profile, your email, and the connections to the providers you signed in with. You’re signed out on every device.',
      comeBack: 'If you return, you’ll start with a new account. You’re always welcome.',
      notYou:
        'If you didn’t delete your account, someone else was signed in to it: secure your accounts at the providers you signed in with, and reply to this email.',
      footer: 'This is our last email. We don’t keep your address.',
    },
    connections: {
      connectedSubject: '{provider} was connected to your account at {site}',
      connectedPreheader: 'You can sign in with it from now on. If that wasn’t you, read on.',
      connected: 'From now on you can sign in to your account at {site} with {method}.',
      connectedNotYou:
        'If that wasn’t you, someone else was signed in to your account. Disconnect {provider} in your account and sign out the other devices; then secure your accounts at the providers you sign in with. If you can’t get in any more, reply to this email, and we’ll help you.',
      disconnectedSubject: '{provider} was disconnected from your account at {site}',
      disconnectedPreheader: 'You can no longer sign in with it. If that wasn’t you, read on.',
      disconnected:
        'You can no longer sign in to your account at {site} with {provider}, and we are revoking our access there.',
      disconnectedNotYou:
        'If that wasn’t you, someone else was signed in to your account. Sign out the other devices in your account and connect {provider} again; then secure your accounts at the providers you sign in with. If you can’t get in any more, reply to this email, and we’ll help you.',
      now: 'You sign in with {providers}.',
      button: 'Go to your account',
      footer:
        'You received this email because the sign-in methods of the account with this address have changed.',
      formerFooter:
        'You received this email because your account at {site} had this address within the last 30 days.',
    },
  },
  answers: {
    /** The contract's, word for word. */
    reminder: {
      notPost: 'Not a POST',
      invalid: 'Invalid address!',
      unknown: "No user with address '{address}' found!",
      noProviders: 'User found but no social providers found!',
      sent: "Reminder sent to '{address}'",
      onItsWay: "If an account uses '{address}', a reminder is on its way.",
      tooMany: 'Too many reminders! Try again in {minutes} minutes.',
    },
    limits: {
      signIn: 'Too many sign-ins from where you are. Please try again in {seconds} seconds.',
      change: 'That was a lot at once. Please try again in {seconds} seconds.',
    },
    body: {
      unsupported: 'Please send a form or JSON.',
      notObject: 'Please send the fields as one JSON object.',
      tooLarge: 'That is too much to read.',
      encoding: 'That encoding cannot be read.',
      malformed: 'That cannot be read.',
    },
    http: {
      crossSite: 'This can only be done from our own pages.',
      crossSiteLogout: 'Another site asked to sign you out. You are as you were.',
      visit: 'This address is to be visited.',
      wrongMethod: 'This address cannot be used that way.',
      noAddress: 'There is no such address.',
      noDoor: 'There is no such door here.',
      noLanguage: 'We do not speak that language.',
      noReason: 'There is no such reason.',
      lockedBecause: 'This account is locked. The reason: {reason}',
      signedOut: 'You are signed out. Please sign in again.',
      signInAgain: 'You signed in a while ago. Please sign in once more, and then try again.',
      unavailable: 'We cannot save anything right now. Please try again in a minute.',
      internal: 'Something went wrong on our side. Please try again.',
      back: 'Back to the door',
    },
    pendingConnection: {
      nothing: 'There is nothing to connect any more. Please connect it below, at your doors.',
      refused: '{provider} could not be connected. Perhaps it belongs to another account here by now.',
    },
    address: {
      invalid: 'That is not a mail address we can write to. Please look at it again.',
      own: 'That is your address already, and it is confirmed.',
      notACode: 'The code has six digits. Please look at it again.',
      wrongCode: 'That is not the code we mailed. Please look at it again, or ask for a new one.',
      triedOut: 'That was one try too many. Please ask for a new code.',
      noCode: 'There is no code here that is still good. Please ask for a new one.',
      tooMany: 'That was a lot of codes. Please try again in {minutes} minutes.',
    },
    welcome: {
      textInvalid: 'A post has 1 to 280 characters, as X counts them.',
      nothingOffered: 'There is nothing to post any more.',
    },
    deletion: {
      wrongUsername: 'That is not your username. Please check it and try again.',
      cleanUpFailed: 'Your account could not be deleted, and nothing has been lost. Please try again later.',
      tooMany: 'You have deleted several accounts today. Please try again in {hours} hours.',
    },
    connections: {
      gone: 'That is not connected to your account.',
      last: 'This is your only way in. Please connect another one before you take it away.',
    },
    sessions: {
      gone: 'That one is signed out already.',
      current: 'This is the browser you are using. To end it, sign out.',
    },
    consents: {
      gone: 'You have not agreed to a post from there.',
      tooLate: 'It is too late to take that back: it is out, or just going out.',
    },
    desk: {
      noOperator: 'Only the operators of this site can open the desk.',
      wrongToken: 'This token is not valid.',
      signInAgain: 'Please sign in once more: operators must have signed in within the last 12 hours.',
      noPerson: 'There is no account with this ID. It may have been deleted.',
      reasonInvalid: 'Please give a reason of 1 to 500 characters. The person will see it.',
      isOperator:
        'This is an operator’s account, which can’t be locked or deleted here. Remove it from OPERATORS first.',
      lockedAlready: 'This account has been locked already. The reason: {reason}',
      notLocked: 'This account is no longer locked.',
      leavingAlready: 'This account is already being deleted.',
      noSessions: 'This account is no longer signed in anywhere.',
      wrongUsername: 'That isn’t the username of this account. Please check it and try again.',
      jobWaits: 'This job has been retried already and is waiting.',
      jobGone: 'This job no longer exists: it was done or discarded.',
      jobLost:
        'This job can’t be retried, because an older version did not keep what it needs. You can discard it.',
      noTask: 'Please say which task.',
      noTweet: 'This person has no such post.',
      tweetSettled: 'It is already known what became of this post.',
      postedInvalid: 'Please answer yes or no.',
      badQuery: 'This list can’t be shown that way. Please start again from its first page.',
      problems: {
        mail: 'Mail server down since {since}. Emails are waiting. Check SMTP_URL.',
        webhook:
          'The webhook receiver has not answered since {since}. Webhooks are waiting. Check WEBHOOK_URL.',
        x: 'X has been unreachable since {since}. Posts are waiting.',
        xCredit:
          'X has been out of credit since {since}. Posts are waiting. Add credit at https://console.x.com.',
        service: '{about} has not answered since {since}. Its jobs are waiting.',
        callback:
          '{provider} reports an unregistered callback URL, so nobody can sign in with it. Enter this URL at {provider}: {url}',
        misconfigured:
          '{provider} reports that the site’s application is not set up correctly, so nobody can sign in with it. The log says what to change. Its callback URL is {url}',
        clock: 'The clock of this machine is or was wrong. Check its time synchronization (NTP).',
        disk: 'The disk is almost full: {free} MB left for the data file.',
        deadLetters: 'Jobs that failed for good: {count}. Retry or discard them under Jobs.',
      },
    },
    takeAlong: {
      about:
        'Everything that this site’s front door keeps about you. What the site itself keeps is not in here.',
      account: 'Who you are here. Your address is used for the mails of your account and for nothing else.',
      connections:
        'The identities you sign in with, and what else their providers said of you. The tokens that the providers gave us for you are left out: whoever had this file could use them. They are kept encrypted.',
      sessions:
        'The browsers you are signed in with. What their cookies are checked against is left out, for the same reason.',
      posts:
        'What you were offered to post on X and what you agreed to: the exact text, when and how you agreed, and what became of it.',
      events:
        'What was done with your account, newest first, and from which network, without the part that names one connection. It is kept to show you what was not you, and is deleted after a while.',
      jobs: 'What is about to be done for you, such as a mail, by its kind, and what could not be done and why. Once it is done, nothing of it is kept.',
      limits:
        'To stop floods, we count for a short time how often something is asked for from a network, for a mail address or an account: under a fingerprint, from which nobody can tell the network or the address.',
      tooMany:
        'You have taken your data along several times just now. Please try again in {minutes} minutes.',
    },
  },
} as const
