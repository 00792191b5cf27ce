import type { Config } from '../config.ts'
import type { JobDescription } from '../jobs/job.ts'
import type { Profile } from '../providers/provider.ts'
import { type Account, type Connection, findConnection, type User } from '../store/account.ts'
import type { Store } from '../store/store.ts'

/** Everything known about one sign-in. A step receives it and returns its changes. */
export interface Context extends Decisions {
  readonly provider: { id: string; label: string }
  readonly profile: Profile
  /** The provider's tokens, sealed. */
  readonly credentials: string
  /** The signed-in account that connects this provider; null for a sign-in. */
  readonly currentAccount: Account | null
  /** The language that the person's browser asks for: a code from languages/. */
  readonly language: string
  /** ISO 8601. */
  readonly now: string
}

/** The part of the context that the steps decide. */
export interface Decisions {
  /** The stored account that the sign-in is for; null until a step finds it, and for a new user. */
  readonly account: Account | null
  /** The user as they will be stored. */
  readonly user: User | null
  /** Whether this sign-in creates `user`. */
  readonly isNew: boolean
  /** The username for a new user. */
  readonly username: string | null
  /** The connection of the identity as it will be stored. */
  readonly connection: Connection | null
  /** Whether this sign-in creates `connection`. */
  readonly newAssociation: boolean
}

/** The result of a step: its decisions, and jobs to add if the sign-in succeeds. */
export type Patch = Partial<Decisions> & { jobs?: readonly JobDescription[] }

/** Ends the sign-in. The visitor is sent to `/?error=CODE`; its jobs are added all the same. */
export interface Refusal {
  refused: string
  jobs: readonly JobDescription[]
  /**
   * The owner of the identity's address. After signing in with the same browser, they are offered to connect
   * the identity.
   */
  ownerId?: string
}

/** The sources that a step may read. Steps decide and never write: the only commit follows the last step. */
export interface StepTools {
  store: Pick<Store, 'find' | 'findTombstone'>
  config: Config
  /** See `Sealer.fingerprint`: tombstones contain identities and usernames in this form. */
  fingerprint(text: string): string
}

/** One step of a sign-in. The pipeline in site/site.ts lists the steps in order. */
export type Step = (context: Context, tools: StepTools) => Patch | Refusal | Promise<Patch | Refusal>

/** Refuses the sign-in. A code of the site's own needs its sentence in `refusals` in site/site.ts. */
export function refuse(code: string, jobs: readonly JobDescription[] = []): Refusal {
  return { refused: code, jobs }
}

/** The result of a pipeline in which no step refused: the account and jobs to commit. */
export interface SignInPlan {
  /** The account as the steps read it; null for a new one. */
  seen: Account | null
  /** The account as it will be stored. */
  account: Account
  connection: Connection
  isNew: boolean
  newAssociation: boolean
  jobs: readonly JobDescription[]
}

/** The context before the first step. */
export type Beginning = Omit<Context, keyof Decisions>

const UNDECIDED: Decisions = {
  account: null,
  user: null,
  isNew: false,
  username: null,
  connection: null,
  newAssociation: false,
}

/**
 * Runs the steps in order until one refuses. Throws when they end without a user or a connection: the site's
 * own steps are wrong then.
 */
export async function runPipeline(
  steps: ReadonlyArray<Step>,
  beginning: Beginning,
  tools: StepTools,
): Promise<SignInPlan | Refusal> {
  let context: Context = { ...beginning, ...UNDECIDED }
  const jobs: JobDescription[] = []
  for (const step of steps) {
    const result = await step(context, tools)
    if ('refused' in result) return result
    const { jobs: newJobs = [], ...decisions } = result
    jobs.push(...newJobs)
    context = { ...context, ...decisions }
  }
  return { ...planOf(context), jobs }
}

function planOf(context: Context): Omit<SignInPlan, 'jobs'> {
  const { account: found, user, isNew, connection, newAssociation } = context
  if (!user || !connection) {
    throw new Error('the pipeline ended without a user or a connection; see the steps in site/site.ts')
  }
  if (!isNew && found?.user.id !== user.id) {
    throw new Error('the pipeline ended with a user who is not that of the account that a step found')
  }
  const seen = isNew ? null : found
  const connections = withConnection(seen?.connections ?? [], connection)
  return { seen, account: { user, connections }, connection, isNew, newAssociation }
}

/** Replaces the connection in the list, or appends it when it is new: the oldest come first. */
function withConnection(connections: readonly Connection[], connection: Connection): Connection[] {
  const known = findConnection(connections, connection)
  if (!known) return [...connections, connection]
  return connections.map((other) => (other === known ? connection : other))
}
