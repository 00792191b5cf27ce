import { defineConfig } from 'vitest/config'

/** The tests that `npm run mutations` runs: those of the security rules, on the file store. */
export default defineConfig({
  test: {
    environment: 'node',
    include: [
      'server/{account,address,audit,connections,deletion,mail,providers,reminder,sessions,signin,welcome}/**/*.test.ts',
      'server/http/{accountLimits,clientAddress,csrf,headers,limits,proxies,httpServer}.test.ts',
      'server/{address,seal,secrets}.test.ts',
    ],
    testTimeout: 30_000,
    globalSetup: 'e2e/support/globalSetup.ts',
  },
})
