import { isDeepStrictEqual } from 'node:util'
import type { Config } from '../config.ts'
import type { JobDescription } from '../jobs/job.ts'
import type { Profile } from '../providers/provider.ts'
import type { SignInPlan, Store } from '../store/store.ts'
import type { Link, User, UserChanges } from '../store/account.ts'

/** What the steps know of one sign-in. A step gets it and returns what it changes of it. */
export interface Context extends Decisions {
  readonly provider: { id: string; label: string }
  readonly profile: Profile
  /** The provider's tokens, sealed. */
  readonly credentials: string
  /** Who is signed in already and connects this provider; null when somebody comes in. */
  readonly currentUser: User | null
  /** The language that the person's browser asks for: a code of languages/. */
  readonly language: string
  /** ISO 8601. */
  readonly now: string
}

/** What steps decide. */
export interface Decisions {
  readonly user: User | null
  /** Whether `user` comes into being with this sign-in. */
  readonly isNew: boolean
  /** The name for a new user. */
  readonly username: string | null
  readonly link: Link | null
  /** Whether `link` comes into being with this sign-in. */
  readonly newAssociation: boolean
}

/** What a step returns: its decisions, and jobs to enqueue if the sign-in happens. */
export type Patch = Partial<Decisions> & { jobs?: JobDescription[] }

/** Ends the sign-in. The visitor gets to `/?error=CODE`; the jobs are enqueued all the same. */
export interface Refusal {
  refused: string
  jobs: JobDescription[]
  /** Who has the address of the identity: once they have signed in, the same browser offers them to connect it. */
  ownerId?: string
}

/** What a step may look at. Steps decide and never write: one commit follows the last. */
export interface StepTools {
  store: Pick<Store, 'findLink' | 'findUserByEmail' | 'isUsernameTaken'>
  config: Config
}

/** One step of signing in, in the order of the pipeline in site.ts. */
export type Step = (context: Context, tools: StepTools) => Patch | Refusal | Promise<Patch | Refusal>

/** Stops the sign-in. A code of the site's own needs its sentence in `refusals` in site.ts. */
export function refuse(code: string, jobs: JobDescription[] = []): Refusal {
  return { refused: code, jobs }
}

/** What the pipeline came to: everything but the session of a plan, or a refusal. */
export type Outcome =
  | Refusal
  | Omit<SignInPlan, 'session' | 'replacesSession' | 'continuesSession' | 'events'>

/** What is known before the first step. */
export type Beginning = Omit<Context, keyof Decisions>

/** Runs the steps in order. Throws when they end without a user or a link, which the site owner must mend. */
export async function runPipeline(
  steps: ReadonlyArray<Step>,
  beginning: Beginning,
  tools: StepTools,
): Promise<Outcome> {
  let context: Context = {
    ...beginning,
    user: null,
    isNew: false,
    username: null,
    link: null,
    newAssociation: false,
  }
  let found: User | null = null
  const jobs: JobDescription[] = []
  for (const step of steps) {
    const result = await step(context, tools)
    if ('refused' in result) return result
    const { jobs: newJobs = [], ...decisions } = result
    jobs.push(...newJobs)
    context = { ...context, ...decisions }
    found ??= context.isNew ? null : context.user
  }
  return { ...planOf(context, found), jobs }
}

function planOf({ user, isNew, link, newAssociation }: Context, found: User | null) {
  if (!user || !link) throw new Error('the pipeline ended without a user or a link; see the steps in site.ts')
  if (isNew) return { user: { isNew, user } as const, link, newAssociation }
  if (!found) throw new Error('the pipeline ended with a user that no step had found')
  return { user: { isNew, id: user.id, changes: changesBetween(found, user) } as const, link, newAssociation }
}

function changesBetween(before: User, after: User): UserChanges {
  const keys = Object.keys(after) as (keyof UserChanges)[]
  const changed = keys.filter((key) => !isDeepStrictEqual(before[key], after[key]))
  // What is known of an address goes with the address.
  const whole = changed.includes('emailVerified') ? ([...changed, 'email'] as const) : changed
  return Object.fromEntries(whole.map((key) => [key, after[key]]))
}
