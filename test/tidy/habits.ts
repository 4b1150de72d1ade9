/** Habits of the house: proportions, names, types that say something, tests that run, checks that are not silenced. */
import { basename } from 'node:path'
import ts from 'typescript'
import type { Objection } from './rule.ts'
import { isTest, isTidyItself, lineOf, type Source, walk } from './source.ts'

const longest = 300
/** Files that may be longer, each with the reason. There is none. */
const longerFor: Record<string, string> = {}

const vagueNames = /^(utils?|types|helpers?|common|misc|shared|lib|stuff)\.(tsx?|js)$/
const notRun = new Set(['only', 'skip', 'todo', 'fixme', 'skipIf', 'runIf', 'fails'])
const testWords = new Set(['it', 'test', 'describe', 'suite'])
const silencers = /@ts-(ignore|expect-error|nocheck)(.*)|biome-ignore(?:-all|-start|-end)?\s+[\w/]+(.*)|eslint-disable(.*)/

/** Over 300 lines is a conversation. */
export function tooLong(file: Source): Objection[] {
  const exempt = !file.tree || /\.(test|spec)\.tsx?$/.test(file.path) || longerFor[file.path]
  const count = file.text.trimEnd().split('\n').length
  return exempt || count <= longest ? [] : [{ line: longest + 1, sentence: `has ${count} lines; ${longest} is the most` }]
}

/** A file is named after the one thing in it. */
export function vaguelyNamed(file: Source): Objection[] {
  const name = basename(file.path)
  if (vagueNames.test(name)) return [{ line: 1, sentence: `${name} says nothing about what is in it` }]
  const statements = file.tree?.statements ?? []
  const dump =
    /^index\.(tsx?|js)$/.test(name) && statements.length > 0 && statements.every((statement) => ts.isExportDeclaration(statement))
  return dump ? [{ line: 1, sentence: 'is an index that only hands other files on' }] : []
}

/** `any` switches the compiler off. */
export function anyType(file: Source): Objection[] {
  const found: Objection[] = []
  walk(file, (node) => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) found.push({ line: lineOf(node), sentence: 'says any' })
  })
  return found
}

/** What is left to do stands in a ticket, not in the code. */
export function leftToDo(file: Source): Objection[] {
  if (isTidyItself(file)) return []
  return file.lines.flatMap((text, at) =>
    /\b(TODO|FIXME|XXX|HACK)\b/.test(text) ? [{ line: at + 1, sentence: 'leaves something to do' }] : [],
  )
}

/** A test that does not run, or that keeps others from running. */
export function notRunning(file: Source): Objection[] {
  const found: Objection[] = []
  walk(file, (node) => {
    if (!ts.isPropertyAccessExpression(node) || !notRun.has(node.name.text) || isAboutThePlatform(node)) return
    const base = ts.isPropertyAccessExpression(node.expression) ? node.expression.expression : node.expression
    if (isTest(file) && ts.isIdentifier(base) && testWords.has(base.text)) {
      found.push({ line: lineOf(node), sentence: `${base.text}.${node.name.text}: every test runs, always` })
    }
  })
  return found
}

/** Where the system cannot do what a test is about; such a test is skipped there by name, and not where continuous integration runs. */
function isAboutThePlatform({ parent }: ts.PropertyAccessExpression): boolean {
  return ts.isCallExpression(parent) && !!parent.arguments[0]?.getText().startsWith('process.platform')
}

/** A silenced check says why in the same comment. */
export function silencedWithoutReason(file: Source): Objection[] {
  if (!file.tree || isTidyItself(file)) return []
  return file.lines.flatMap((text, at) => {
    const found = silencers.exec(text)
    if (!found) return []
    const reason = (found[2] ?? found[3] ?? found[4] ?? '').replaceAll(/[^\p{L} ]/gu, '').trim()
    return reason.split(/\s+/).length >= 3 ? [] : [{ line: at + 1, sentence: 'silences a check without a reason' }]
  })
}
