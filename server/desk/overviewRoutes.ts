import type Router from '@koa/router'
import type { OverviewAnswer } from '../deskApi.ts'
import { languageOf } from '../http/language.ts'
import type { Services } from '../services.ts'
import { lastDays } from '../store/counted.ts'
import type { Guards } from './access.ts'
import { createProblemReader } from './currentProblems.ts'
import { problemWords } from './problemWords.ts'
import { seriesOf } from './series.ts'

const DAYS = 30

/**
 * `/api/desk/overview`: the current problems and the numbers of the last 30 days. Its cost does not grow with
 * the accounts.
 */
export function overviewRoutes(router: Router, services: Services, { access }: Guards): void {
  const { store, queue, metrics, site, now } = services
  const readProblems = createProblemReader(services)

  router.get('/api/desk/overview', async (ctx) => {
    await access.admit(ctx)
    await metrics.flush()
    const days = lastDays(now(), DAYS)
    const [{ accounts, counts }, { tasks }] = await Promise.all([
      store.figuresSince(days[0] ?? ''),
      queue.tally(),
    ])
    const problems = await readProblems(tasks.reduce((sum, { dead }) => sum + dead, 0))
    ctx.body = {
      problems: problems.map((problem) => problemWords(problem, languageOf(ctx), services)),
      accounts,
      jobs: [...tasks],
      days,
      ...seriesOf(counts, { days, providers: site.providers }),
    } satisfies OverviewAnswer
  })
}
