import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { adapt, printedBlock } from '../proxies/blocks.ts'
import { until } from '../torture/victim.ts'
import type { Service } from './service.ts'
import { FILLED_IN } from './settings.ts'

const SCRAPE_OFTEN = `global: { scrape_interval: 1s, evaluation_interval: 1s }\nrule_files: [doorman.rules.yml]\n`

const API = 'http://127.0.0.1:9090/api/v1'

interface Rules {
  data: { groups: { rules: { name: string; health: string }[] }[] }
}

/** Runs Debian's Prometheus with the printed blocks: it must scrape the server and evaluate the alerts. */
export async function tryPrometheus({ tree, machine, checks }: Service): Promise<string> {
  const put = (name: string, text: string) => writeFileSync(join(tree.folder, 'etc/prometheus', name), text)
  const targets = { '10.0.0.11:3000': '127.0.0.1:3000', '10.0.0.12:3000': 'localhost:3000' }
  put('doorman.token', FILLED_IN.METRICS_TOKEN)
  put('doorman.rules.yml', printedBlock('yaml', 'DoormanMailsDoNotGoOut'))
  put('prometheus.yml', `${SCRAPE_OFTEN}${adapt(printedBlock('yaml', 'scrape_configs'), targets)}`)
  machine.run('promtool check config /etc/prometheus/prometheus.yml')
  machine.run('systemctl restart prometheus')
  const up = () => {
    const found = machine.try(`curl -s --data-urlencode 'query=sum(up{job="doorman"})' ${API}/query`)
    return found.text.includes('"2"]')
  }
  await until(up, 'Prometheus scrapes both targets')
  const rules = () => {
    const { data } = JSON.parse(machine.run(`curl -s ${API}/rules`)) as Rules
    return data.groups.flatMap((group) => group.rules)
  }
  await until(() => rules().every(({ health }) => health !== 'unknown'), 'the alerts are evaluated')
  const evaluated = rules()
  checks.none(
    evaluated.filter(({ health }) => health !== 'ok'),
    'alerts cannot be evaluated',
  )
  checks.that(evaluated.length === 3, `${evaluated.length} alerts`)
  machine.run('systemctl stop prometheus')
  return `Prometheus scrapes two targets and evaluates ${evaluated.length} alerts`
}
