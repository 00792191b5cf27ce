/**
 * `npm run doctor`: compares the settings with reality and changes nothing. It may run beside the servers.
 * `-- --mail ADDRESS` sends a test mail. Prints one line per check; exit code 1 with any fault.
 */
import { parseArgs } from 'node:util'
import { parseAddress } from '../address.ts'
import { type Config, ConfigError, readConfig } from '../config.ts'
import { createSealer } from '../seal.ts'
import { site } from '../site/site.ts'
import { CommandRefused, runCommand } from './command.ts'
import { checkClock } from './doctor/checkClock.ts'
import { checkMail } from './doctor/checkMail.ts'
import { checkProviders } from './doctor/checkProviders.ts'
import { checkDeadLetters, checkSeals } from './doctor/checkSeals.ts'
import { checkSettings } from './doctor/checkSettings.ts'
import { checkWebhook } from './doctor/checkWebhook.ts'
import { type Finding, fault, lineOf } from './doctor/finding.ts'
import { type Contents, lookIntoStore } from './doctor/lookIntoStore.ts'

await runCommand(async (args) => {
  const testAddress = testAddressOf(args)
  let hasFault = false
  for await (const finding of findings(process.env, testAddress)) {
    console.log(lineOf(finding))
    hasFault ||= finding.level === 'fault'
  }
  if (hasFault) process.exitCode = 1
})

function testAddressOf(args: string[]): string | null {
  const typed = mailOptionOf(args)
  if (typed === undefined) return null
  const address = parseAddress(typed, { allowsLocalhost: true })
  if (address === undefined) throw new CommandRefused(`--mail: '${typed}' is not a mail address`)
  return address
}

function mailOptionOf(args: string[]): string | undefined {
  try {
    return parseArgs({ args, options: { mail: { type: 'string' } } }).values.mail
  } catch (cause) {
    throw new CommandRefused('It is called so: npm run doctor, or npm run doctor -- --mail ADDRESS', {
      cause,
    })
  }
}

/** Runs one check after the other, so that the operator sees the progress. */
async function* findings(env: NodeJS.ProcessEnv, testAddress: string | null): AsyncGenerator<Finding> {
  const config = readSettings(env)
  if (Array.isArray(config)) return yield* config
  yield* checkSettings(config, env)
  const { findings: ofStore, contents, clock } = await lookIntoStore(config)
  yield* ofStore
  const providers = await checkProviders(config, site.providers)
  yield checkClock(clock ? [clock, ...providers.clocks] : providers.clocks)
  yield* await checkMail(config, testAddress)
  yield* providers.findings
  yield await checkWebhook(config)
  if (contents) yield* await checkContents(contents, config)
}

/** The settings, or a finding for each fault in them. */
function readSettings(env: NodeJS.ProcessEnv): Config | Finding[] {
  try {
    return readConfig(env, site.providers)
  } catch (error) {
    if (error instanceof ConfigError) return error.faults.map((words) => fault('settings', words))
    throw error
  }
}

async function checkContents(contents: Contents, { secrets }: Config): Promise<Finding[]> {
  const sealer = createSealer({ secrets, now: Date.now })
  return [await checkSeals(contents, { sealer, secrets }), checkDeadLetters(contents.deadLetters)]
}
