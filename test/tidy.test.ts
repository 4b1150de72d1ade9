/**
 * Holds the arrow between the folders and the habits of the house. It counts what it checked, and each rule is shown to fail on a planted fault, because
 * a check that cannot fail is worth nothing.
 */
import { describe, expect, it } from 'vitest'
import { anyType, leftToDo, notRunning, silencedWithoutReason, tooLong, vaguelyNamed } from './tidy/habits.ts'
import { againstTheArrow, packagesAwayFromHome, pagesBeyondTheContract, scriptsBeforeInstall } from './tidy/imports.ts'
import { chanceInPages, clockAndChance, inputAndOutput } from './tidy/purity.ts'
import type { Objection } from './tidy/rule.ts'
import { readSources, type Source, source } from './tidy/source.ts'
import { bannedWords } from './tidy/words.ts'

const rules: Record<string, (file: Source) => Objection[]> = {
  'a folder imports only folders to its left': againstTheArrow,
  'the pages know only the types of the contract': pagesBeyondTheContract,
  'drivers and frameworks stay in their folder': packagesAwayFromHome,
  'scripts start without packages': scriptsBeforeInstall,
  'nothing but kit reads the clock or chance': clockAndChance,
  'no page uses chance': chanceInPages,
  'pure folders do no input and output': inputAndOutput,
  'no file is over 300 lines': tooLong,
  'a file is named after the one thing in it': vaguelyNamed,
  'nothing is any': anyType,
  'nothing is left to do': leftToDo,
  'every test runs': notRunning,
  'a silenced check says why': silencedWithoutReason,
  'the words of the domain': bannedWords,
}

describe('the repository is tidy', () => {
  const sources = readSources()

  it.each(Object.entries(rules))('%s', (_, rule) => {
    expect(sources.flatMap((file) => rule(file).map(({ line, sentence }) => `${file.path}:${line} ${sentence}`))).toEqual([])
  })

  it('and all of it was looked at', () => {
    const code = sources.filter((file) => file.tree)
    const imports = code.flatMap((file) => file.imports)
    console.info(
      `tidy: ${sources.length} files, ${code.length} of them code, ${imports.length} imports, ${Object.keys(rules).length} rules`,
    )
    for (const folder of ['kit', 'engine', 'catalog', 'store', 'journal', 'production', 'identity', 'runtime', 'http']) {
      const files = code.filter((file) => file.path.startsWith(`src/${folder}/`))
      expect(files.length, `files in src/${folder}`).toBeGreaterThan(0)
      expect(files.flatMap((file) => file.imports).length, `imports in src/${folder}`).toBeGreaterThan(folder === 'kit' ? 0 : 2)
    }
    expect(imports.filter(({ ours }) => ours).length).toBeGreaterThan(200)
    expect(imports.filter(({ target }) => target.startsWith('src/http/contract/')).length).toBeGreaterThan(5)
  })
})

const arrow = 'a folder imports only folders to its left'
const pages = 'the pages know only the types of the contract'
const home = 'drivers and frameworks stay in their folder'
const scripts = 'scripts start without packages'
const clock = 'nothing but kit reads the clock or chance'
const io = 'pure folders do no input and output'
const reason = 'a silenced check says why'
const words = 'the words of the domain'
const long = 'no file is over 300 lines'
const name = 'a file is named after the one thing in it'

describe('each rule objects to what it is for', () => {
  it.each([
    [arrow, 'src/kit/x.ts', "import { card } from '../catalog/objects/card.ts'"],
    [arrow, 'src/engine/x.ts', "import type { Database } from '../store/database.ts'"],
    [arrow, 'src/catalog/use-cases/x.ts', "import { hash } from '../../kit/hash.ts'"],
    [arrow, 'src/production/x.ts', "import { signIn } from '../identity/sign-in.ts'"],
    [arrow, 'src/identity/x.ts', "export { order } from '../production/order.ts'"],
    [arrow, 'src/runtime/x.ts', "const { route } = await import('../http/route.ts')"],
    [arrow, 'src/http/x.ts', "import type { Database } from '../store/database.ts'"],
    [arrow, 'src/http/x.ts', "import { append } from '../journal/append.ts'"],
    [arrow, 'src/http/x.ts', "import { order } from '../production/order.ts'"],
    [arrow, 'src/runtime/x.ts', "import { main } from '../main.ts'"],
    [arrow, 'src/runtime/x.ts', "import { table } from '../../web/parts/table.tsx'"],
    [arrow, 'src/http/x.ts', "import { golden } from '../../test/golden.ts'"],
    [arrow, 'src/runtime/x.ts', "import { thing } from '../novelties/thing.ts'"],
    [pages, 'web/operator/x.tsx', "import type { Card } from '../../src/engine/object.ts'"],
    [pages, 'web/operator/x.tsx', "import { Card } from '../../src/http/contract/card.ts'"],
    [pages, 'web/parts/x.ts', "import { readFileSync } from 'node:fs'"],
    [home, 'src/runtime/x.ts', "import pg from 'pg'"],
    [home, 'src/runtime/x.ts', "import type { PGlite } from '@electric-sql/pglite'"],
    [home, 'src/runtime/x.ts', "import { fastify } from 'fastify'"],
    [home, 'src/identity/x.ts', "import cookie from '@fastify/cookie'"],
    [home, 'src/identity/x.ts', "import { createTransport } from 'nodemailer'"],
    [home, 'src/http/x.ts', "const { default: sharp } = await import('sharp')"],
    [home, 'src/production/x.ts', "import { PgBoss } from 'pg-boss'"],
    [scripts, 'scripts/x.js', "import { build } from 'esbuild'"],
    [scripts, 'bin/x.js', "import { main } from '../src/main.ts'"],
    [clock, 'src/runtime/x.ts', 'export const at = Date.now()'],
    [clock, 'src/production/x.ts', 'export const at = new Date()'],
    [clock, 'src/http/x.ts', 'export const began = performance.now()'],
    [clock, 'src/engine/x.ts', 'export const dice = Math.random()'],
    [clock, 'src/identity/x.ts', "import { randomBytes } from 'node:crypto'"],
    [clock, 'src/identity/x.ts', 'export const id = crypto.randomUUID()'],
    ['no page uses chance', 'web/parts/x.ts', 'export const key = Math.random()'],
    [io, 'src/engine/x.ts', "import { readFileSync } from 'node:fs'"],
    [io, 'src/kit/x.ts', 'export const home = process.env.HOME'],
    [io, 'src/catalog/x.ts', "console.log('here')"],
    [io, 'src/engine/x.ts', "setTimeout(() => 'later', 1)"],
    [long, 'src/runtime/x.ts', '// a line\n'.repeat(301)],
    [name, 'src/kit/utils.ts', 'export const one = 1'],
    [name, 'web/parts/types.ts', 'export type One = 1'],
    [name, 'web/parts/index.ts', "export * from './table.tsx'"],
    ['nothing is any', 'src/runtime/x.ts', 'export const one: any = 1'],
    ['nothing is any', 'web/parts/x.ts', 'export const one = window as any'],
    ['nothing is left to do', 'src/runtime/x.ts', '// TODO: the rest'],
    ['every test runs', 'src/runtime/x.test.ts', "it.only('works', () => {})"],
    ['every test runs', 'test/x.test.ts', "describe.skip('works', () => {})"],
    ['every test runs', 'src/store/x.test.ts', "describe.runIf(databaseKind() === 'embedded')('works', () => {})"],
    ['every test runs', 'test/end-to-end/x.spec.ts', "test.describe.fixme('works', () => {})"],
    [reason, 'src/runtime/x.ts', "// @ts-ignore\nexport const one: number = 'one'"],
    [reason, 'src/runtime/x.ts', '// biome-ignore lint/style/useConst: later\nlet one = 1'],
    [words, 'web/operator/x.tsx', "export const title = 'Cancel the card order'"],
    [words, 'docs/operate/x.md', 'To void the card, press the button.'],
    [words, 'src/runtime/x.ts', '// see /work/elsewhere'],
  ])('%s: %s', (rule, path, text) => {
    expect(rules[rule]?.(source(path, text))).toHaveLength(1)
  })

  it.each([
    [
      arrow,
      'src/catalog/use-cases/x.ts',
      "import { card } from '../objects/card.ts'\nimport { defineUseCase } from '../../engine/use-case.ts'",
    ],
    [arrow, 'src/main.ts', "import { serve } from './http/serve.ts'\nimport { openDatabase } from './store/open.ts'"],
    [arrow, 'src/http/x.test.ts', "import { openDatabase } from '../store/open.ts'"],
    [pages, 'web/operator/x.tsx', "import type { Card } from '../../src/http/contract/card.ts'"],
    [home, 'src/runtime/jobs.ts', "import { PgBoss } from 'pg-boss'"],
    [scripts, 'scripts/x.js', "export async function make() {\n  const { build } = await import('esbuild')\n  return build\n}"],
    [clock, 'src/kit/clock.ts', 'export const systemClock = () => new Date()'],
    [clock, 'src/runtime/x.ts', 'export const at = new Date(0)'],
    [io, 'src/engine/x.ts', 'export const first = (process: { start: string }) => process.start'],
    [long, 'src/runtime/x.ts', '// a line\n'.repeat(300)],
    ['nothing is any', 'src/runtime/x.ts', "// any word in a comment\nexport const any = 'any'"],
    ['every test runs', 'src/store/x.test.ts', "test.runIf(process.platform === 'linux')('works', () => {})"],
    [reason, 'src/runtime/x.ts', "// @ts-expect-error the package's own types leave this out"],
    [words, 'web/operator/x.tsx', "export const title = 'Abort card order'"],
  ])('and not to what is right. %s: %s', (rule, path, text) => {
    expect(rules[rule]?.(source(path, text))).toEqual([])
  })
})
