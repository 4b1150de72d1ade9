import { defineConfig } from 'vitest/config'

/** Tests that need no database; they run once, and all others run on each of the two databases. */
const pure = [
  'src/{kit,engine,catalog}/**/*.test.ts',
  'src/http/contract/**/*.test.ts',
  'src/store/lock.test.ts',
  'web/**/*.test.{ts,tsx}',
  'scripts/**/*.test.ts',
  'test/{tidy,golden}.test.ts',
  'test/oracle/**/*.test.ts',
  'src/production/{bureau-in-a-box,card-face,schedule}.test.ts',
  'src/production/bureaus/**/*.test.ts',
]

/** What only one of the databases can do is tested in a file that is named after it, and runs there alone; so no test ever skips itself. */
const onlyOn = {
  embedded: ['**/embedded.test.ts', '**/*.embedded.test.ts'],
  postgres: ['**/postgres.test.ts', '**/*.postgres.test.ts'],
}

/** A test on a database prepares it in `test/global-setup.ts`, once for each run. */
function onDatabase(name: 'embedded' | 'postgres') {
  return {
    extends: true as const,
    test: {
      name,
      include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
      exclude: [...pure, ...onlyOn[name === 'embedded' ? 'postgres' : 'embedded']],
      globalSetup: ['test/global-setup.ts'],
      env: { CARDINAL_TEST_DATABASE: name },
    },
  }
}

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [{ extends: true, test: { name: 'pure', include: pure } }, onDatabase('embedded'), onDatabase('postgres')],
  },
})
