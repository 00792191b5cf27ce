/**
 * The site owner's file: the doors, the steps of signing in, and the clean-up when somebody leaves.
 */
import { github } from './providers/github.ts'
import type { Provider } from './providers/provider.ts'
import { twitter } from './providers/twitter.ts'
import type { Step } from './signin/pipeline.ts'
import { associateUser } from './signin/steps/associateUser.ts'
import { createUser } from './signin/steps/createUser.ts'
import { getUsername } from './signin/steps/getUsername.ts'
import { loadExtraData } from './signin/steps/loadExtraData.ts'
import { socialUser } from './signin/steps/socialUser.ts'
import { updateUserDetails } from './signin/steps/updateUserDetails.ts'
import type { User } from './user.ts'
import { welcomeNewUser } from './welcome/welcomeNewUser.ts'

/** What a site owner decides in code; the rest is settings. */
export interface Site {
  /** The doors, in the order of the sign-in page. One is open when its settings are there. */
  providers: readonly Provider[]
  /** The steps of signing in, in order. Extend, reorder or cut them. */
  pipeline: readonly Step[]
  /** The sentence for each code that a step of your own refuses with. */
  refusals: Readonly<Record<string, string>>
  /**
   * Removes what your site keeps for the user. Runs before the account goes; if it throws, nothing is deleted and the
   * person is told. It may be called again after a failure, so deleting what is gone already must not throw.
   */
  deleteObjectsForUser(user: User): Promise<void>
}

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
