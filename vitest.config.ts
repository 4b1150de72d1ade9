import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Tests that need no database; they run once, and all others run on each of the two databases. */
const pure = [
  'src/{kit,engine,catalog}/**/*.test.ts',
  'src/http/contract/**/*.test.ts',
  'src/http/{guard,unkeepable}.test.ts',
  'src/store/lock.test.ts',
  'src/identity/{agent-words,password-rules,totp}.test.ts',
  'src/bureau-command.test.ts',
  'web/**/*.test.{ts,tsx}',
  'scripts/**/*.test.ts',
  'test/{tidy,golden,security-document}.test.ts',
  'test/access/pages.test.ts',
  'test/oracle/**/*.test.ts',
  'src/production/{card-face,fit,re-encode-photo,layout-objections,leaves-at,photo-facts,pre-flight,print-data,printed-face,schedule}.test.ts',
  'src/production/{box,bureaus,contract}/**/*.test.ts',
  'src/verify-receipt.test.ts',
  'src/production/verify-receipt.test.ts',
]

/** What only one of the databases can do is tested in a file that is named after it, and runs there alone; so no test ever skips itself. */
const onlyOn = {
  embedded: ['**/embedded.test.ts', '**/*.embedded.test.ts'],
  postgres: ['**/postgres.test.ts', '**/*.postgres.test.ts'],
}

/**
 * Continuous integration has fifteen minutes. There, what is asked over HTTP is asked on PostgreSQL alone, for the browser's tests ask it on
 * the embedded database; and what is long is done on one of the two. Without CI everything is done on both.
 */
const onceInCI = process.env.CI
  ? {
      embedded: ['test/{api,acceptance}/**', 'test/{simulation,faults}.test.ts', 'test/contract/{desk,cards-in-production}.test.ts'],
      postgres: ['test/contract/cards.test.ts', 'test/command-line.test.ts', 'src/demo/demo.test.ts'],
    }
  : { embedded: [], postgres: [] }

/** What takes longest begins first, so that nothing long is left for one core alone at the end. The size of a file does not tell it. */
const longest = [
  'test/contract/cards.test.ts',
  'race.postgres.test.ts',
  'fuzz.postgres.test.ts',
  'access.embedded.test.ts',
  'cards-in-production.test.ts',
  'test/contract/desk.test.ts',
  'kill.embedded.test.ts',
  'command-line.test.ts',
  'test/faults.test.ts',
  'simulation.test.ts',
  'demo.test.ts',
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = longest.findIndex((name) => moduleId.endsWith(name))
      return place === -1 ? longest.length : place
    }
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other))
  }
}

/** A test on a database prepares it in `test/global-setup.ts`, once for each run. */
function onDatabase(name: 'embedded' | 'postgres') {
  return {
    extends: true as const,
    test: {
      name,
      include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
      exclude: [...pure, ...onlyOn[name === 'embedded' ? 'postgres' : 'embedded'], ...onceInCI[name]],
      globalSetup: ['test/global-setup.ts'],
      env: { CARDINAL_TEST_DATABASE: name },
    },
  }
}

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 3, // One more than there are cores: a test that waits for the disk leaves its core to another.
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [{ extends: true, test: { name: 'pure', include: pure } }, onDatabase('embedded'), onDatabase('postgres')],
  },
})
