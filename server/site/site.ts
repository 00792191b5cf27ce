/**
 * The site owner's file: the doors, the steps of signing in, and the clean-up when somebody leaves.
 */
import { github } from '../providers/github.ts'
import { twitter } from '../providers/twitter.ts'
import type { Site } from '../services.ts'
import { associateUser } from '../signin/steps/associateUser.ts'
import { createUser } from '../signin/steps/createUser.ts'
import { getUsername } from '../signin/steps/getUsername.ts'
import { loadExtraData } from '../signin/steps/loadExtraData.ts'
import { socialUser } from '../signin/steps/socialUser.ts'
import { updateUserDetails } from '../signin/steps/updateUserDetails.ts'
import { welcomeNewUser } from '../welcome/welcomeNewUser.ts'

/** This site. */
export const site: Site = {
  providers: [twitter, github],

  pipeline: [
    socialUser, // whose identity is this?
    getUsername, // a free name for somebody new
    createUser, // cut this, and nobody new gets in
    // Associating by e-mail address is left out on purpose: it lets strangers in.
    associateUser, // identity and user belong together from now on
    loadExtraData, // newest tokens and name at the provider
    updateUserDetails, // newest name and picture
    welcomeNewUser, // the welcome mail, and the tweet
  ],

  refusals: {
    'no-account': 'Only people who have an account already can sign in here.',
  },

  async deleteObjectsForUser(_user) {},
}
