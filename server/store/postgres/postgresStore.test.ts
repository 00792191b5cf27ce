import { open } from '../../../e2e/support/testDatabase.ts'
import { storeContract } from '../contract.ts'

storeContract('the PostgreSQL store', () => open())
