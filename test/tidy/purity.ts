/** Rules never read the clock, chance or the world: these come in as arguments, so that a year can be simulated in a minute. */
import ts from 'typescript'
import type { Objection } from './rule.ts'
import { isTest, lineOf, type Source, walk } from './source.ts'

const pure = /^src\/(kit|engine|catalog)\//
/** The words of kit that stand for the clock, chance, and the world outside. */
const doors = /^src\/kit\/(clock|id|root|log)\.ts$/
/** Composition roots: they hand the real clock in. */
const roots = /^src\/(main|cli)\.ts$/

const calm = new Set(['node:crypto', 'node:path', 'node:url', 'node:assert', 'node:buffer'])
const chance = new Set(['random', 'randomUUID', 'randomBytes', 'randomInt', 'randomFill', 'randomFillSync', 'getRandomValues'])
const worldly = new Set(['setTimeout', 'setInterval', 'setImmediate', 'fetch', 'queueMicrotask'])
const worldlyProcess = new Set(['env', 'argv', 'stdout', 'stderr', 'cwd', 'exit', 'hrtime', 'nextTick', 'uptime', 'pid', 'memoryUsage'])

/** Reading the clock or chance in the server, outside kit. */
export function clockAndChance(file: Source): Objection[] {
  if (!file.path.startsWith('src/') || isTest(file) || doors.test(file.path) || roots.test(file.path)) return []
  const found: Objection[] = []
  walk(file, (node) => {
    if (isNow(node)) found.push({ line: lineOf(node), sentence: 'reads the clock; the time comes in through kit/clock.ts' })
    if (isChance(node)) found.push({ line: lineOf(node), sentence: 'reads chance; it comes in through kit' })
  })
  return found
}

/** Chance in a page is for nothing that matters, so it is not there at all. */
export function chanceInPages(file: Source): Objection[] {
  if (!file.path.startsWith('web/') || isTest(file)) return []
  const found: Objection[] = []
  walk(file, (node) => {
    if (isMember(node, 'Math', 'random')) found.push({ line: lineOf(node), sentence: 'uses Math.random' })
  })
  return found
}

/** Input and output in the folders that hold rules only. */
export function inputAndOutput(file: Source): Objection[] {
  if (!pure.test(file.path) || isTest(file) || doors.test(file.path)) return []
  const found: Objection[] = file.imports
    .filter(({ target }) => target.startsWith('node:') && !calm.has(target))
    .map(({ target, line }) => ({ line, sentence: `a pure folder imports ${target}` }))
  walk(file, (node) => {
    const said = worldlyUse(node)
    if (said) found.push({ line: lineOf(node), sentence: `a pure folder uses ${said}` })
  })
  return found
}

function isNow(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return isNamed(node.expression, 'Date') && !node.arguments?.length
  if (ts.isCallExpression(node) && isNamed(node.expression, 'Date')) return true
  return isMember(node, 'Date', 'now') || isMember(node, 'performance', 'now')
}

function isChance(node: ts.Node): boolean {
  if (ts.isPropertyAccessExpression(node)) return chance.has(node.name.text) && ['Math', 'crypto'].includes(node.expression.getText())
  if (!ts.isImportSpecifier(node)) return false
  const from = node.parent.parent.parent.moduleSpecifier
  return ts.isStringLiteral(from) && from.text === 'node:crypto' && chance.has((node.propertyName ?? node.name).text)
}

/** `process` is also a word of the domain, so only what belongs to the process of the machine counts. */
function worldlyUse(node: ts.Node): string | undefined {
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && worldly.has(node.expression.text)) return node.expression.text
  if (!ts.isPropertyAccessExpression(node)) return undefined
  if (isNamed(node.expression, 'console')) return 'console'
  return isNamed(node.expression, 'process') && worldlyProcess.has(node.name.text) ? `process.${node.name.text}` : undefined
}

function isMember(node: ts.Node, object: string, name: string): boolean {
  return ts.isPropertyAccessExpression(node) && isNamed(node.expression, object) && node.name.text === name
}

function isNamed(node: ts.Node, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name
}
