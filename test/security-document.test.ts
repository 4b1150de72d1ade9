/**
 * Holds docs/operate/security.md to what is there: every requirement of ASVS 5.0.0 of levels 1 and 2 stands in it once, with a verdict, and what it
 * says shows it exists. Whether a verdict is right is for a person to say. The ids and levels are in asvs-levels.json; it holds no text of theirs.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isTest, readSources } from './tidy/source.ts'

const root = join(import.meta.dirname, '..')
const pages = ['docs/operate/security.md', 'docs/operate/security-decisions.md', 'SECURITY.md']
const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const levels = JSON.parse(read('test/asvs-levels.json')) as Record<string, number>

const VERDICTS = ['met', 'not met', 'does not apply']
const LONGEST = 16

interface Row {
  readonly id: string
  readonly level: string
  readonly asks: string
  readonly verdict: string
  readonly shownBy: string
}

describe('the page on security', () => {
  const text = read('docs/operate/security.md')

  it('has each requirement once, with its level and a verdict, and names only what is there', () => {
    expect(objectionsTo(text)).toEqual([])
  })

  it('counts its verdicts as they are', () => {
    const counted = countsOf(rowsIn(text))
    console.info(counted)
    expect(text).toContain(counted)
  })

  it('names no file that is not there, nor do the pages beside it', () => {
    for (const page of pages)
      for (const path of pathsIn(read(page))) expect(existsSync(join(root, path)), `${page} names ${path}`).toBe(true)
  })

  it('promises nothing, nor do the pages beside it', () => {
    expect(pages.filter((page) => isPromising(read(page)))).toEqual([])
  })
})

describe('what it says is not in the code is not in it', () => {
  const sources = readSources().filter((file) => file.tree && !isTest(file) && /^(src|web)\//.test(file.path))

  it.each([
    ['the server starts no program', /^src\//, /child_process|process\.binding/],
    ['no text is run as a program', /^(src|web)\//, /\beval\(|new Function\(|node:vm|\bexecScript\b/],
    ['no text is put into a page as HTML', /^web\//, /dangerouslySetInnerHTML|(inner|outer)HTML|insertAdjacentHTML|document\.write/],
    ['pages hear no messages of other pages', /^web\//, /postMessage|addEventListener\('message'|BroadcastChannel|window\.onmessage/],
    ['there are no WebSockets, and no WebRTC', /^(src|web)\//, /WebSocket|RTCPeerConnection|socket\.io/],
    ['there is no GraphQL, LDAP, XPath, LaTeX or memcache', /^(src|web)\//, /graphql|ldapjs|\bldap:|xpath|latex|memcache/i],
    ['pages keep nothing beyond a visit but in local storage', /^web\//, /sessionStorage|indexedDB|document\.cookie|caches\.open/],
  ])('%s', (_, where, words) => {
    const looked = sources.filter(({ path }) => where.test(path))
    expect(looked.length).toBeGreaterThan(100)
    expect(looked.filter(({ text }) => words.test(text)).map(({ path }) => path)).toEqual([])
  })

  it('local storage holds choices, and is written in two places', () => {
    const writing = sources.filter(({ text }) => text.includes('localStorage.setItem')).map(({ path }) => path)
    expect(writing).toEqual(['web/operator/remembered.ts', 'web/parts/shortcuts.tsx'])
  })
})

describe('each fault is found', () => {
  const good =
    '| 6.2.1 | 1 | Passwords of eight characters or more | met | `test/api/session.test.ts` “after sign-out the session is over” |'

  it('and what is right is none', () => expect(objectionsTo(good, { '6.2.1': 1 })).toEqual([]))

  it.each([
    ['a requirement that is missing', '', '6.2.1 is missing'],
    ['one that stands twice', `${good}\n${good}`, '6.2.1 stands twice'],
    ['one that there is not', good.replace('6.2.1', '6.2.99'), '6.2.99 is no requirement of level 1 or 2'],
    ['another level', good.replace('| 1 |', '| 2 |'), '6.2.1 is of level 1'],
    ['no verdict', good.replace('| met |', '| |'), '6.2.1 has no verdict'],
    ['a verdict of its own', good.replace('| met |', '| nearly |'), '6.2.1 has no verdict'],
    ['a verdict that is still to come', good.replace('| met |', '| met soon |'), '6.2.1 has no verdict'],
    ['no words', good.replace('Passwords of eight characters or more', ''), '6.2.1 does not say what it asks'],
    ['a copy of the whole', good.replace('eight', 'eight or many more '.repeat(5)), '6.2.1 says at length what it asks'],
    ['a verdict that nothing shows', good.replace(/`[^|]*/, 'everything '), '6.2.1 is met, and names no file that shows it'],
    ['a verdict without a reason', good.replace('| met |', '| not met |').replace(/`[^|]*/, 'no '), '6.2.1 gives no reason'],
    ['a file that is not there', good.replace('session', 'sessions'), '6.2.1 names test/api/sessions.test.ts, which is not there'],
    ['a test that is not in it', good.replace('is over', 'is open'), '6.2.1 names “after sign-out the session is open”, which is not in'],
    ['a test without its file', good.replace(/`[^`]*`/, 'in `test/desk.ts`:'), '6.2.1 names “after sign-out the session is over” without'],
  ])('%s', (_, text, sentence) => {
    const found = objectionsTo(text, { '6.2.1': 1 })
    expect(found.some((each) => each.startsWith(sentence))).toBe(true)
  })

  it('a promise', () => {
    expect(['passkey (soon)', 'Where **soon** stands, it is being built.', 'a passkey'].map(isPromising)).toEqual([true, true, false])
  })
})

/** What is wrong with the tables, a sentence each. */
function objectionsTo(text: string, wanted: Readonly<Record<string, number>> = levels): string[] {
  const rows = rowsIn(text)
  const ids = rows.map(({ id }) => id)
  const missing = Object.keys(wanted).filter((id) => !ids.includes(id))
  const twice = [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))]
  return [
    ...missing.map((id) => `${id} is missing`),
    ...twice.map((id) => `${id} stands twice`),
    ...rows.flatMap((row) => [...objectionsToRow(row, wanted), ...objectionsToNames(row)].map((what) => `${row.id} ${what}`)),
  ]
}

function* objectionsToRow({ id, level, asks, verdict, shownBy }: Row, wanted: Readonly<Record<string, number>>) {
  const words = asks.split(/\s+/).filter(Boolean).length
  if (wanted[id] === undefined) yield 'is no requirement of level 1 or 2'
  else if (level !== String(wanted[id])) yield `is of level ${wanted[id]}`
  if (!VERDICTS.includes(verdict)) yield 'has no verdict'
  if (words === 0) yield 'does not say what it asks'
  if (words > LONGEST) yield 'says at length what it asks'
  if (verdict === 'met' && !shownBy.includes('`')) yield 'is met, and names no file that shows it'
  if (verdict !== 'met' && !shownBy.includes('`') && shownBy.split(/\s+/).length < 3) yield 'gives no reason'
}

/** Files stand in backticks, and a test in quotation marks behind the file it is in. */
function* objectionsToNames({ shownBy }: Row) {
  for (const [, path = ''] of shownBy.matchAll(/`([^`]*)`/g)) if (!existsSync(join(root, path))) yield `names ${path}, which is not there`
  for (const [, path, name = ''] of shownBy.matchAll(/(?:`([^`]*)` )?“([^”]*)”/g)) {
    if (path === undefined) yield `names “${name}” without its file before it`
    else if (existsSync(join(root, path)) && !read(path).includes(name)) yield `names “${name}”, which is not in ${path}`
  }
}

/** Whether a page says what will be, and not what is. */
const isPromising = (text: string): boolean => /\bsoon\b/i.test(text)

function rowsIn(text: string): Row[] {
  return text
    .split('\n')
    .filter((line) => /^\| *\d+\.\d/.test(line))
    .map((line) => {
      const [id = '', level = '', asks = '', verdict = '', shownBy = ''] = line
        .split('|')
        .slice(1)
        .map((cell) => cell.trim())
      return { id, level, asks, verdict, shownBy }
    })
}

/** The table at the top. */
function countsOf(rows: readonly Row[]): string {
  const used = VERDICTS.filter((verdict) => rows.some((row) => row.verdict === verdict))
  const line = (label: string, some: readonly Row[]): string =>
    `| ${[label, ...used.map((verdict) => some.filter((row) => row.verdict === verdict).length), some.length].join(' | ')} |`
  return [
    `| | ${used.join(' | ')} | all |`,
    `|---${'|---'.repeat(used.length + 1)}|`,
    ...['1', '2'].map((level) =>
      line(
        `level ${level}`,
        rows.filter((row) => row.level === level),
      ),
    ),
    line('both', rows),
  ].join('\n')
}

/** What is in backticks and can only be a path of the repository. */
const pathsIn = (text: string): string[] =>
  [...text.matchAll(/`((?:src|test|docs|web|scripts|bench|bin|\.ci)\/[^`\s]*|[\w-]+\.(?:md|json|ts))`/g)].map(([, path = '']) => path)
