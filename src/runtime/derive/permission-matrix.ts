/** Who may do what, derived from the roles in force, the use cases, and where these are attached. Pure: nothing is read for it here. */
import type { Catalog } from '../../catalog/catalog.ts'
import { stateLabel, type Template } from '../../engine/object.ts'
import { areaWords, type PermissionKind, permissionKind } from '../../engine/permission-words.ts'
import { readPermission, type Scope, wordsOf } from '../../engine/permit.ts'
import { NEW, startPermission, type UseCase } from '../../engine/use-case.ts'
import { attachedStates, type Definitions } from '../definitions.ts'

export interface MatrixRole {
  readonly name: string
  readonly label: string
  /** How many accounts hold it now, for whose users and cards. */
  readonly held: Readonly<Record<Scope, number>>
}

export interface MatrixRow {
  readonly kind: PermissionKind
  readonly word: string
  readonly label: string
  /** The template of what is seen or started. */
  readonly template: string | null
  /** Of a use case: where it is offered now, in words. Empty: nobody is offered it, whatever their role. */
  readonly states: readonly string[]
  /** It is started by the clock or by a bureau, and by no person. */
  readonly bySystem: boolean
  /** The names of the roles that give it. */
  readonly roles: readonly string[]
}

export interface PermissionMatrix {
  readonly roles: readonly MatrixRole[]
  readonly rows: readonly MatrixRow[]
}

export type HeldByScope = ReadonlyMap<string, Partial<Readonly<Record<Scope, number>>>>

export function permissionMatrix(
  catalog: Catalog,
  definitions: Pick<Definitions, 'roles' | 'commands'>,
  held: HeldByScope,
): PermissionMatrix {
  const roles = [...definitions.roles.values()]
  const words = new Map(roles.map((role) => [role.name, new Set(wordsOf(role, catalog))]))
  const areas = [...new Set([...catalog.roles, ...roles].flatMap((role) => wordsOf(role, catalog)))].filter((word) =>
    ['admin', 'operator'].includes(permissionKind(word)),
  )
  const row = (word: string, told: Omit<MatrixRow, 'kind' | 'word' | 'roles'>): MatrixRow => ({
    kind: permissionKind(word),
    word,
    ...told,
    roles: roles.flatMap(({ name }) => (words.get(name)?.has(word) ? [name] : [])),
  })
  const area = (word: string): MatrixRow =>
    row(word, { label: areaWords(word.slice(word.indexOf(':') + 1)), template: null, states: [], bySystem: false })
  return {
    roles: roles.map(({ name, label }) => ({ name, label, held: { all: 0, unit: 0, own: 0, ...held.get(name) } })),
    rows: [
      ...areas.filter((word) => permissionKind(word) === 'admin').map(area),
      ...areas.filter((word) => permissionKind(word) === 'operator').map(area),
      ...catalog.templates.map((template) => row(readPermission(template.name), { ...seen(template), bySystem: false })),
      ...catalog.templates.flatMap((template) =>
        catalog.useCases
          .filter((useCase) => useCase.on.name === template.name)
          .map((useCase) => row(startPermission(useCase), started(definitions, useCase))),
      ),
    ],
  }
}

const seen = ({ name, plural }: Template) => ({ label: plural, template: name, states: [] })

function started(definitions: Pick<Definitions, 'commands'>, useCase: UseCase) {
  const bySystem = useCase.offered === 'to the system'
  const states = bySystem ? useCase.in : attachedStates(definitions, useCase)
  return {
    label: useCase.name,
    template: useCase.on.name,
    bySystem,
    states: states.map((state) => (state === NEW ? 'New' : stateLabel(useCase.on, state))),
  }
}

/** The same as a table to read: roles across, what they permit down. */
export function matrixPage(catalog: Catalog, { roles, rows }: PermissionMatrix): string {
  const table = (kept: readonly MatrixRow[], first: string, withStates: boolean): string =>
    [
      `| ${[first, ...(withStates ? ['Offered in'] : []), ...roles.map(({ label }) => label)].join(' | ')} |`,
      `|${'---|'.repeat(1 + (withStates ? 1 : 0))}${':-:|'.repeat(roles.length)}`,
      ...kept.map(
        (row) =>
          `| ${[row.label, ...(withStates ? [placesOf(row)] : []), ...roles.map(({ name }) => (row.roles.includes(name) ? '●' : ''))].join(' | ')} |`,
      ),
    ].join('\n')
  const of = (kind: PermissionKind): MatrixRow[] => rows.filter((row) => row.kind === kind)
  return [
    '# Who may do what',
    'The permissions of the roles of a fresh installation. Admin > Roles > Permission matrix shows them as they are now, and who holds each.',
    'A use case that is offered nowhere is offered to nobody, whatever their role, until an administrator attaches it to a state. What Admin opens is for everybody, so a role that is held for a unit or for one’s own opens nothing of it.',
    '## Admin',
    table(of('admin'), 'Opens', false),
    '## Operator',
    table(of('operator'), 'Opens', false),
    '## Sees',
    table(of('read'), 'Sees', false),
    ...catalog.templates.flatMap(({ name, label }) => {
      const mine = of('start').filter(({ template }) => template === name)
      return mine.length === 0 ? [] : [`## Starts on: ${label}`, table(mine, 'Starts', true)]
    }),
  ].join('\n\n')
}

/** Where a use case is offered, in words. */
export const placesOf = ({ states, bySystem }: Pick<MatrixRow, 'states' | 'bySystem'>): string =>
  states.length === 0 ? 'nowhere' : `${bySystem ? 'by itself: ' : ''}${states.join(', ')}`

/**
 * The same as a file for a spreadsheet: a line for each permission, a column for each role. What a spreadsheet would take for a formula is
 * marked as text.
 */
export function matrixFile(catalog: Catalog, { roles, rows }: PermissionMatrix): string {
  const kinds: Readonly<Record<PermissionKind, string>> = { admin: 'Admin', operator: 'Operator', read: 'Sees', start: 'Starts' }
  const held = ({ held: { all, unit, own } }: MatrixRole): string => `${all} for everybody, ${unit} for a unit, ${own} for their own`
  const lines = [
    ['Kind', 'On', 'Permission', 'Word', 'Offered in', ...roles.map(({ label }) => label)],
    ['', '', '', '', 'Accounts', ...roles.map(held)],
    ...rows.map((row) => [
      kinds[row.kind],
      catalog.templates.find(({ name }) => name === row.template)?.label ?? '',
      row.label,
      row.word,
      row.kind === 'start' ? placesOf(row) : '',
      ...roles.map(({ name }) => (row.roles.includes(name) ? 'yes' : '')),
    ]),
  ]
  return lines
    .map((line) => line.map(cell).join(','))
    .join('\r\n')
    .concat('\r\n')
}

/** RFC 4180. A text that begins like a formula gets an apostrophe, which spreadsheets leave out. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
