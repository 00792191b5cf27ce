import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Test files that take longer than ten seconds, the longest first. */
const LONGEST = [
  'server/store/postgres/postgresStore.test.ts',
  'server/store/postgres/worker.test.ts',
  'server/store/file/fileStore.test.ts',
  'server/store/file/lock.test.ts',
  'server/store/postgres/database.test.ts',
  'server/mail/recipient.test.ts',
  'server/http/csrf.test.ts',
]

/** Starts the longest files first, so that none runs alone at the end. Vitest knows their times after a first run only. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = LONGEST.findIndex((name) => moduleId.endsWith(name))
      return found === -1 ? LONGEST.length : found
    }
    return (await super.sort(files)).toSorted((one, other) => place(one) - place(other))
  }
}
