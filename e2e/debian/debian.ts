/**
 * `npm run debian`: runs the blocks of the pages for operators as printed, on a Debian that it installs into a folder.
 *
 * One row boots systemd there and tests the unit, backup and restore, PostgreSQL, Prometheus and an upgrade. The other
 * builds the container image and runs it. Needs root and apt-get; without them the rows are skipped. Takes about a
 * quarter of an hour. `-- WORD …` selects the rows that contain all words.
 */
import { rowsNamed, skipped, tellTable } from '../proxies/table.ts'
import { copyProject } from './copy.ts'
import { followPages } from './followPages.ts'
import { buildImage } from './image.ts'
import { makeTree, type Tree, whyNot } from './tree.ts'

const ROWS = [
  { name: 'container image', tryIn: buildImage },
  { name: 'systemd and PostgreSQL', tryIn: followPages },
]

/** Runs the rows, or skips them for the given reason. The first row that runs installs the Debian. */
async function follow(reason: string | undefined): Promise<number> {
  let made: Tree | undefined
  const copy = copyProject()
  const tree = () => {
    made ??= makeTree(copy.folder)
    return made
  }
  const rows = ROWS.map(({ name, tryIn }) => ({
    name,
    run: async () => (reason ? skipped(reason) : tryIn(tree(), copy)),
  }))
  try {
    return await tellTable(rowsNamed(rows, process.argv.slice(2)), 'chapter')
  } finally {
    made?.remove()
    copy.remove()
  }
}

process.exit((await follow(whyNot())) === 0 ? 0 : 1)
