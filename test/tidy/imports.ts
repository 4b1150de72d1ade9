/**
 * The arrow: a folder imports only folders to its left, drivers stay at home, and the pages know nothing of the server but its contract.
 *
 *     kit ← engine ← catalog ← store ← journal ← production, identity ← runtime ← http ← main        web → the API's contract only
 */
import type { Objection } from './rule.ts'
import { type Import, isTest, type Source } from './source.ts'

const order = [['kit'], ['engine'], ['catalog'], ['store'], ['journal'], ['production', 'identity'], ['runtime'], ['http'], ['main']]

/** Where the arrow alone would allow more than the design does. */
const narrower: Record<string, string[]> = {
  catalog: ['engine'],
  http: ['kit', 'engine', 'catalog', 'identity', 'runtime'],
}

/** The only place of a package; everything else in src and web does without it. */
const homes: { packages: RegExp; home: RegExp }[] = [
  { packages: /^(pg|@electric-sql\/.*|kysely)$/, home: /^src\/store\// },
  { packages: /^(fastify|@fastify\/.*)$/, home: /^src\/http\// },
  { packages: /^nodemailer$/, home: /^src\/runtime\/mailer/ },
  { packages: /^sharp$/, home: /^src\/production\/re-encode-photo/ },
  { packages: /^pg-boss$/, home: /^src\/runtime\/jobs/ },
  { packages: /^openid-client$/, home: /^src\/identity\/openid/ },
  { packages: /^@simplewebauthn\/server$/, home: /^src\/identity\/passkey/ },
]

/** Imports of a server file that go against the arrow. Tests stand beside what they test and may set up whatever they need. */
export function againstTheArrow(file: Source): Objection[] {
  const folder = folderOf(file.path)
  if (!folder || isTest(file)) return []
  return file.imports.flatMap((imported) => {
    const said = imported.ours ? objectTo(folder, imported) : undefined
    return said ? [{ line: imported.line, sentence: said }] : []
  })
}

/** What the pages may know of the server: the types of its contract. */
export function pagesBeyondTheContract(file: Source): Objection[] {
  if (!file.path.startsWith('web/')) return []
  return file.imports.flatMap(({ target, ours, typeOnly, line }) => {
    if (target.startsWith('node:') && !isTest(file)) return [{ line, sentence: `a page cannot import ${target}` }]
    if (!ours || target.startsWith('web/')) return []
    if (isTest(file) && target.startsWith('test/')) return []
    if (!target.startsWith('src/http/contract/')) return [{ line, sentence: `web imports ${target}, and may know only src/http/contract` }]
    return typeOnly ? [] : [{ line, sentence: `web imports values of ${target}; only its types, with "import type"` }]
  })
}

/** A driver or a framework outside its folder. */
export function packagesAwayFromHome(file: Source): Objection[] {
  if (!/^(src|web)\//.test(file.path) || isTest(file)) return []
  return file.imports.flatMap(({ target, line }) =>
    homes
      .filter(({ packages, home }) => packages.test(target) && !home.test(file.path))
      .map(({ home }) => ({ line, sentence: `${target} is imported only in ${home.source.replaceAll(/[\\^]/g, '')}` })),
  )
}

/** Scripts run before any package is installed, so they load packages, if at all, only while they run. */
export function scriptsBeforeInstall(file: Source): Objection[] {
  if (!/^(scripts|bin)\/.*\.js$/.test(file.path)) return []
  const atTop = new Set(
    file.tree?.statements.flatMap((statement) => file.tree?.getLineAndCharacterOfPosition(statement.getStart()).line ?? []),
  )
  return file.imports
    .filter(({ target, ours, line }) => (ours ? !/^(scripts|dist)\//.test(target) : !target.startsWith('node:') && atTop.has(line - 1)))
    .map(({ target, line }) => ({ line, sentence: `${target} may not be there yet when a script starts` }))
}

function objectTo(folder: string, { target }: Import): string | undefined {
  const other = folderOf(target)
  if (!other) return `src imports ${target}, which is outside src`
  if (other === folder || folder === 'main') return undefined
  if (narrower[folder] && !narrower[folder].includes(other))
    return `${folder} imports ${other}, and may import only ${narrower[folder].join(', ')}`
  return rank(other) < rank(folder) ? undefined : `${folder} imports ${other}, which is not to its left`
}

/** The folder of a server file; main.ts and cli.ts count as the rightmost one. */
function folderOf(path: string): string | undefined {
  if (!path.startsWith('src/')) return undefined
  const parts = path.split('/')
  return parts.length > 2 ? parts[1] : 'main'
}

/** A folder that the arrow does not name counts as right of everything, so that it is noticed at its first use. */
function rank(folder: string): number {
  const at = order.findIndex((folders) => folders.includes(folder))
  return at === -1 ? order.length : at
}
