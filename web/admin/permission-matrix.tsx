import { Button, Group, Select, TextInput } from '@mantine/core'
import { IconDownload, IconPrinter, IconSearch } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type KeyboardEvent, useMemo, useState } from 'react'
import type { PermissionMatrix as Matrix } from '../../src/http/contract/why.ts'
import { file } from '../parts/api.ts'
import { useCatalog } from '../parts/catalog.ts'
import { Empty } from '../parts/empty.tsx'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { saveFile } from '../parts/save-file.ts'
import { ItemTableSkeleton } from './item-table.tsx'
import { Loaded } from './loaded.tsx'
import { Page } from './page.tsx'
import styles from './permission-matrix.module.css'
import { matrixQuery } from './queries.ts'

type Row = Matrix['rows'][number]
type Role = Matrix['roles'][number]

/** Home > Roles > Permission matrix: who may do what, and how many hold each role. */
export function PermissionMatrix() {
  const query = useQuery(matrixQuery)
  const download = useMutation({ mutationFn: () => file('/permission-matrix.csv'), onSuccess: saveFile })
  const asJson = (matrix: Matrix) =>
    saveFile(new File([JSON.stringify(matrix, null, 2)], 'permission-matrix.json', { type: 'application/json' }))
  return (
    <Page
      title="Permission matrix"
      name="Permission matrix"
      means="Who may do what now. A use case is offered only in the states it is attached to, whatever the role; a role that is held for a unit or for one’s own opens nothing of Admin."
      actions={
        <Group gap="xs" className={styles.actions}>
          <Button
            variant="default"
            leftSection={<IconDownload size={16} stroke={1.6} aria-hidden />}
            loading={download.isPending}
            onClick={() => download.mutate()}
          >
            CSV
          </Button>
          <Button
            variant="default"
            leftSection={<IconDownload size={16} stroke={1.6} aria-hidden />}
            disabled={!query.data}
            onClick={() => query.data && asJson(query.data)}
          >
            JSON
          </Button>
          <Button variant="default" leftSection={<IconPrinter size={16} stroke={1.6} aria-hidden />} onClick={() => window.print()}>
            Print
          </Button>
        </Group>
      }
    >
      <ProblemNotice problem={download.error} focus />
      <Loaded query={query} skeleton={<ItemTableSkeleton rows={16} />}>
        {(matrix) => <Filtered matrix={matrix} />}
      </Loaded>
    </Page>
  )
}

function Filtered({ matrix }: { matrix: Matrix }) {
  const { templates } = useCatalog()
  const [role, setRole] = useState<string | null>(null)
  const [part, setPart] = useState<string | null>(null)
  const [word, setWord] = useState('')
  const rows = useMemo(
    () =>
      matrix.rows.filter(
        (row) =>
          (role === null || row.roles.includes(role)) &&
          (part === null || partOf(row) === part) &&
          row.label.toLowerCase().includes(word.trim().toLowerCase()),
      ),
    [matrix, role, part, word],
  )
  const parts = [
    { value: 'admin', label: 'Admin' },
    { value: 'operator', label: 'Operator' },
    { value: 'read', label: 'What is seen' },
    ...templates.map(({ name, label }) => ({ value: name, label: `What is started on a ${label}` })),
  ]
  const titles = new Map(parts.map(({ value, label }) => [value, label]))
  return (
    <>
      <div className={styles.filters}>
        <TextInput
          aria-label="Search permissions"
          placeholder="Search permissions"
          leftSection={<IconSearch size={16} stroke={1.6} aria-hidden />}
          value={word}
          onChange={(event) => setWord(event.currentTarget.value)}
        />
        <Select
          aria-label="Only what this role permits"
          placeholder="Every role"
          clearable
          searchable
          data={matrix.roles.map(({ name, label }) => ({ value: name, label }))}
          value={role}
          onChange={setRole}
        />
        <Select aria-label="Only this part" placeholder="Every part" clearable data={parts} value={part} onChange={setPart} />
      </div>
      {rows.length === 0 ? (
        <Empty title="No permission matches." />
      ) : (
        <Grid roles={role === null ? matrix.roles : matrix.roles.filter(({ name }) => name === role)} rows={rows} titles={titles} />
      )}
    </>
  )
}

const partOf = ({ kind, template }: Row): string => (kind === 'start' ? (template ?? '') : kind)

function Grid({ roles, rows, titles }: { roles: readonly Role[]; rows: readonly Row[]; titles: ReadonlyMap<string, string> }) {
  const groups = [...new Set(rows.map(partOf))]
  return (
    <section className={styles.scroll} aria-label="Who may do what">
      <table className={styles.matrix} onKeyDown={moveInGrid}>
        <thead>
          <tr>
            <th scope="col">Permission</th>
            {roles.map((role) => (
              <th key={role.name} scope="col" title={heldWords(role)}>
                <Link to="/admin/roles/$role" params={{ role: role.name }}>
                  {role.label}
                </Link>
                <span className={styles.held}>{heldShort(role)}</span>
              </th>
            ))}
          </tr>
        </thead>
        {groups.map((group, nth) => (
          <tbody key={group}>
            <tr className={styles.group}>
              <th scope="rowgroup" colSpan={roles.length + 1}>
                <span>{titles.get(group)}</span>
              </th>
            </tr>
            {rows
              .filter((row) => partOf(row) === group)
              .map((row, at) => (
                <tr key={row.word} data-idle={(row.kind === 'start' && row.states.length === 0) || undefined}>
                  <th scope="row">
                    <span>{row.label}</span>
                    {row.kind === 'start' && <span className={styles.states}>{statesWords(row)}</span>}
                  </th>
                  {roles.map((role, column) => {
                    const gives = row.roles.includes(role.name)
                    return (
                      <td
                        key={role.name}
                        tabIndex={nth === 0 && at === 0 && column === 0 ? 0 : -1}
                        title={gives ? `${role.label}: ${row.label}` : undefined}
                      >
                        <span aria-hidden>{gives ? '●' : ''}</span>
                        <span className={styles.spoken}>{gives ? 'yes' : 'no'}</span>
                      </td>
                    )
                  })}
                </tr>
              ))}
          </tbody>
        ))}
      </table>
    </section>
  )
}

const statesWords = ({ states, bySystem }: Row): string =>
  states.length === 0 ? 'offered nowhere' : bySystem ? 'by itself' : `in ${states.join(', ')}`

const heldWords = ({ held: { all, unit, own } }: Role): string =>
  `Held by ${all} for everybody, by ${unit} for a unit, by ${own} for their own`

const heldShort = ({ held: { all, unit, own } }: Role): string => {
  const parts = [all > 0 ? `${all}` : '', unit > 0 ? `${unit} unit` : '', own > 0 ? `${own} own` : ''].filter(Boolean)
  return parts.length === 0 ? 'nobody' : parts.join(' · ')
}

/** The arrow keys move from cell to cell; Home and End to the ends of the row. */
function moveInGrid(event: KeyboardEvent<HTMLTableElement>): void {
  const cell = event.target
  if (!(cell instanceof HTMLTableCellElement) || cell.tagName !== 'TD') return
  const row = cell.parentElement as HTMLTableRowElement
  const rows = [...event.currentTarget.querySelectorAll<HTMLTableRowElement>('tbody tr:has(td)')]
  const down = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  const across = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
  const to =
    event.key === 'Home'
      ? row.cells[1]
      : event.key === 'End'
        ? row.cells[row.cells.length - 1]
        : down !== 0 || across !== 0
          ? rows[rows.indexOf(row) + down]?.cells[cell.cellIndex + across]
          : undefined
  if (to?.tagName !== 'TD') return
  event.preventDefault()
  cell.tabIndex = -1
  to.tabIndex = 0
  to.focus()
}
