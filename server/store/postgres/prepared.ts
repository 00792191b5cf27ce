const names = new Map<string, string>()

/**
 * Returns the statement, which PostgreSQL will plan once for each connection instead of each time. Not for one whose
 * columns a migration may change: of that it would say that its plan "must not change result type".
 */
export function prepared(statement: string): string {
  names.set(statement, `doorman_${names.size + 1}`)
  return statement
}

/** What PostgreSQL calls it; undefined for what is not prepared. */
export function nameOf(statement: string): string | undefined {
  return names.get(statement)
}
