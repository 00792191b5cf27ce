/**
 * The site owner's file: the providers, the steps of a sign-in, background tasks, and the clean-up when an
 * account is deleted. Add further files to this folder and import them here.
 */
import { sendAddressChanged } from '../address/sendAddressChanged.ts'
import { sendAddressCode } from '../address/sendAddressCode.ts'
import { revokeGrant } from '../connections/revokeGrant.ts'
import { sendConnectionChanged } from '../connections/sendConnectionChanged.ts'
import { askSiteToErase } from '../deletion/askSiteToErase.ts'
import { finishDeletion } from '../deletion/finishDeletion.ts'
import { sendFarewell } from '../deletion/sendFarewell.ts'
import { github } from '../providers/github.ts'
import { twitter } from '../providers/twitter.ts'
import { sendReminder } from '../reminder/sendReminder.ts'
import type { Site } from '../services.ts'
import { associateUser } from '../signin/steps/associateUser.ts'
import { createUser } from '../signin/steps/createUser.ts'
import { getUsername } from '../signin/steps/getUsername.ts'
import { loadExtraData } from '../signin/steps/loadExtraData.ts'
import { socialUser } from '../signin/steps/socialUser.ts'
import { updateUserDetails } from '../signin/steps/updateUserDetails.ts'
import { sendWebhook } from '../webhooks/sendWebhook.ts'
import { sendWelcomeEmail } from '../welcome/sendWelcomeEmail.ts'
import { tweetOnJoin } from '../welcome/tweetOnJoin.ts'
import { welcomeNewUser } from '../welcome/welcomeNewUser.ts'

/** This site. */
export const site: Site = {
  providers: [twitter, github],

  pipeline: [
    socialUser, // finds the account of this identity
    getUsername, // a free name for a new user
    createUser, // cut this, and no new people get in
    // Accounts are never associated by address, because an attacker could take over an account that way.
    associateUser, // identity and user belong together from now on
    loadExtraData, // newest tokens and name at the provider
    updateUserDetails, // newest name and picture
    welcomeNewUser, // the welcome mail, and the tweet
  ],

  // Doorman's own tasks, in any order. Add the tasks of the jobs that your own steps add.
  tasks: [
    sendReminder,
    sendWelcomeEmail,
    tweetOnJoin,
    sendFarewell,
    revokeGrant,
    sendConnectionChanged,
    finishDeletion,
    askSiteToErase,
    sendWebhook,
    sendAddressCode,
    sendAddressChanged,
  ],

  refusals: {
    'no-account': {
      en: 'Only people who have an account already can sign in here.',
      de: 'Hier können sich nur Menschen anmelden, die schon ein Konto haben.',
      es: 'Aquí solo pueden iniciar sesión quienes ya tienen una cuenta.',
      bg: 'Тук могат да влизат само хора, които вече имат акаунт.',
    },
  },

  async deleteObjectsForUser(_user) {},

  async close() {},
}
