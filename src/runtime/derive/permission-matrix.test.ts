import { afterAll, beforeAll, expect, it } from 'vitest'
import { openTestDesk, type TestDesk } from '../../../test/desk.ts'
import { golden } from '../../../test/golden.ts'
import { matrixFile, matrixPage, permissionMatrix } from './permission-matrix.ts'

let desk: TestDesk
beforeAll(async () => {
  desk = await openTestDesk({ idle: true })
})
afterAll(() => desk.close())

it('the permissions of a fresh installation are the ones that are committed', () => {
  const { catalog, definitions } = desk.world
  golden('docs/operate/permission-matrix.md', matrixPage(catalog, permissionMatrix(catalog, definitions.current(), new Map())))
})

it('it has every use case once, and follows what is attached and what is published', async () => {
  const { catalog, definitions } = desk.world
  const before = permissionMatrix(catalog, definitions.current(), new Map())
  const starts = before.rows.filter(({ kind }) => kind === 'start')
  expect(starts).toHaveLength(catalog.useCases.length)
  const abort = (rows: typeof starts) => rows.find(({ word }) => word === 'start:CardsAddonExtProdProcAbort')
  expect(abort(starts)).toMatchObject({ states: [], roles: ['operator'], template: 'card', bySystem: false })

  await desk.enable('abort-card-order')
  const operator = definitions.current().roles.get('helpdesk')
  if (!operator) throw new Error('There is no role Helpdesk.')
  await desk.setRole({ ...operator, starts: ['start:CardsAddonExtProdProcAbort'] })
  const after = permissionMatrix(catalog, definitions.current(), new Map([['helpdesk', { unit: 3 }]]))
  expect(abort([...after.rows])).toMatchObject({ states: ['Processing'], roles: ['operator', 'helpdesk'] })
  expect(after.roles.find(({ name }) => name === 'helpdesk')?.held).toEqual({ all: 0, unit: 3, own: 0 })
})

it('as a file for a spreadsheet, nothing in it is taken for a formula', async () => {
  const { catalog, definitions } = desk.world
  await desk.setRole({
    name: 'sly',
    label: '=HYPERLINK("http://example.org")',
    symbol: 'OwnRoleSly',
    means: 'Is called like a formula.',
    admin: [],
    operator: ['search'],
    reads: [],
    starts: [],
  })
  const lines = matrixFile(catalog, permissionMatrix(catalog, definitions.current(), new Map())).split('\r\n')
  expect(lines[0]).toMatch(/,"'=HYPERLINK\(""http:\/\/example\.org""\)"$/)
  expect(lines.every((line) => !/(^|,)"?[=+@-]/.test(line))).toBe(true)
})
