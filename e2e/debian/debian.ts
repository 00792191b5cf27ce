/**
 * `npm run debian`: follows the pages for operators to the letter, on a Debian that it makes in a folder: user, unit under
 * a booted systemd, backup, PostgreSQL, upgrade; and builds and runs the container. Needs root, and Debian or a relative
 * of it; elsewhere it says that it skipped everything. Takes some ten minutes. `-- WORD` for some rows.
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

/** Runs a row on a Debian that is made before the first row. */
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
