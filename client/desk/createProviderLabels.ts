import { createAsync } from '../query.ts'
import { readSession } from '../readSession.ts'

/** A function that returns the label of a provider by its id; the id itself if the site no longer has the provider. */
export function createProviderLabels(): (id: string) => string {
  const session = createAsync(() => readSession())
  return (id) => session()?.providers.find((provider) => provider.id === id)?.label ?? id
}
