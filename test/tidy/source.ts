/** What the tidy rules look at: each file of the repository with its path, its text and, for code, its syntax tree and imports. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import ts from 'typescript'

export interface Source {
  /** From the root of the repository, with slashes: `src/engine/object.ts`. */
  path: string
  text: string
  lines: string[]
  /** Only for code. */
  tree: ts.SourceFile | undefined
  imports: Import[]
}

export interface Import {
  /** A path from the root of the repository for a file of ours, else the package: `src/kit/id.ts`, `node:fs`, `pg`. */
  target: string
  ours: boolean
  typeOnly: boolean
  line: number
}

const root = join(import.meta.dirname, '../..')
const places = ['src', 'web', 'test', 'bench', 'scripts', 'bin', 'docs']
const readable = /\.(tsx?|js|md|sql|bpmn|css|html|json|ya?ml)$/
const code = /\.(tsx?|js)$/

/** Every readable file of the repository's own folders and of its root. */
export function readSources(): Source[] {
  const inPlaces = places.flatMap((place) => filesUnder(place))
  const inRoot = readdirSync(root, { withFileTypes: true }).flatMap((entry) =>
    entry.isFile() && entry.name !== 'package-lock.json' ? [entry.name] : [],
  )
  return [...inPlaces, ...inRoot].filter((path) => readable.test(path)).map((path) => source(path, readFileSync(join(root, path), 'utf8')))
}

/** One file, also one that is not there: the tests plant faults with it. */
export function source(path: string, text: string): Source {
  const tree = code.test(path) ? ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true) : undefined
  return { path, text, lines: text.split('\n'), tree, imports: tree ? importsOf(path, tree) : [] }
}

/** Tests, and what only tests use. */
export function isTest({ path }: Source): boolean {
  return path.startsWith('test/') || /\.(test|spec)\.tsx?$/.test(path)
}

/** The rules and their test, which have to spell out what they look for. */
export function isTidyItself({ path }: Source): boolean {
  return /^test\/tidy[./]/.test(path)
}

/** Calls `visit` for every node of a file's syntax tree. */
export function walk({ tree }: Source, visit: (node: ts.Node) => void): void {
  const step = (node: ts.Node): void => {
    visit(node)
    ts.forEachChild(node, step)
  }
  if (tree) step(tree)
}

/** The line of a node, counted from 1. */
export function lineOf(node: ts.Node): number {
  return node.getSourceFile().getLineAndCharacterOfPosition(node.getStart()).line + 1
}

function filesUnder(place: string): string[] {
  try {
    return readdirSync(join(root, place), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes('node_modules'))
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(root.length + 1)
          .replaceAll('\\', '/'),
      )
      .sort()
  } catch {
    return []
  }
}

function importsOf(path: string, tree: ts.SourceFile): Import[] {
  const found: Import[] = []
  const add = (specifier: ts.Node | undefined, typeOnly: boolean): void => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return
    found.push({ ...resolve(path, specifier.text), typeOnly, line: lineOf(specifier) })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause))
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false)
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return found
}

/** `import type …`, or braces in which every name says `type`. */
function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false
  if (clause.isTypeOnly) return true
  const names = clause.namedBindings
  return !clause.name && !!names && ts.isNamedImports(names) && names.elements.length > 0 && names.elements.every((name) => name.isTypeOnly)
}

function resolve(from: string, specifier: string): { target: string; ours: boolean } {
  if (specifier.startsWith('.')) return { target: posix.join(dirname(from), specifier), ours: true }
  if (specifier.startsWith('node:')) return { target: specifier, ours: false }
  const [scope, name] = specifier.split('/')
  return { target: specifier.startsWith('@') ? `${scope}/${name}` : String(scope), ours: false }
}
