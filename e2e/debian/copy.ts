import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')

/** A git repository with the files of this working tree, uncommitted changes included. */
export interface Copy {
  folder: string
  /** Adds a commit, as a newer version would. Returns its id. */
  commit(words: string): string
  remove(): void
}

/** Copies the working tree to a new folder. */
export function copyProject(): Copy {
  const folder = mkdtempSync(join(tmpdir(), 'doorman-copy-'))
  const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' })
  const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard']
  const files = execFileSync('git', listed, { cwd: ROOT, encoding: 'utf8' }).split('\0')
  for (const file of files.filter((name) => name && existsSync(join(ROOT, name)))) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    cpSync(join(ROOT, file), join(folder, file))
  }
  const commit = (words: string) => {
    git('add', '--all')
    const own = ['-c', 'user.name=Doorman', '-c', 'user.email=doorman@example.org']
    git(...own, 'commit', '--quiet', '--allow-empty', '--message', words)
    return git('rev-parse', 'HEAD').trim()
  }
  git('init', '--quiet')
  commit('The project as it is')
  return { folder, commit, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
