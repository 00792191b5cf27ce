/**
 * `npm run debian`: runs the blocks of the pages for operators as printed, on a Debian that it installs into a folder.
 *
 * One row boots systemd there and tests the unit, backup and restore, PostgreSQL, Prometheus and an upgrade. The other
 * builds the container image and runs it. Needs root and apt-get; without them the rows are skipped. Takes about a
 * quarter of an hour. `-- WORD …` selects the rows that contain all words.
 */
import { rowsNamed, skipped, tellTable } from '../proxies/table.ts'
import { type Copy, copyProject } from './copy.ts'
import { followPages } from './followPages.ts'
import { buildImage } from './image.ts'
import { makeTree, type Tree, whyNot } from './tree.ts'

const ROWS = [
  { name: 'container image', tryIn: buildImage },
  { name: 'systemd and PostgreSQL', tryIn: followPages },
]

interface Made {
  copy: Copy
  tree: Tree
}

/** Copies the project and installs the Debian. */
function make(): Made {
  const copy = copyProject()
  try {
    return { copy, tree: makeTree(copy.folder) }
  } catch (error) {
    copy.remove()
    throw error
  }
}

/** Runs the rows, or skips them for the given reason. The first row that runs installs the Debian. */
async function follow(reason: string | undefined): Promise<number> {
  let made: Made | undefined
  const rows = ROWS.map(({ name, tryIn }) => ({
    name,
    async run() {
      if (reason) return skipped(reason)
      made ??= make()
      return tryIn(made.tree, made.copy)
    },
  }))
  try {
    return await tellTable(rowsNamed(rows, process.argv.slice(2)), 'chapter')
  } finally {
    made?.tree.remove()
    made?.copy.remove()
  }
}

process.exit((await follow(whyNot())) === 0 ? 0 : 1)
