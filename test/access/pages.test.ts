import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../../src/kit/root.ts'

/**
 * The pages themselves hold nothing of anybody: they are the same files for everyone, and show what the API answers whoever is signed in. So
 * who may see a page is who is answered by the operations that fill it, which the sweep asks for as everybody.
 */
const filledBy: Readonly<Record<string, readonly string[]>> = {
  'operator/operator': ['me', 'catalog'],
  'operator/home': ['home'],
  'operator/search': ['findUsers', 'findCards', 'findRecalls', 'findIncidents', 'findBureaus'],
  'operator/recall-desk': ['recallDesk'],
  'operator/tasks': ['tasks'],
  'operator/run': ['run', 'runResults'],
  'operator/profile': ['getUser', 'getCard', 'getRecall', 'getIncident', 'getBureau', 'offersOfCard', 'historyOfCard'],
  'admin/not-here': [],
  'admin/frame': ['me', 'catalog'],
  'admin/home': ['me', 'catalog'],
  'admin/template-list': ['catalog'],
  'admin/template': ['catalog'],
  'admin/template-general': ['catalog', 'readCommands'],
  'admin/template-state': ['readCommands', 'readAttachable'],
  'admin/process-list': ['readProcesses'],
  'admin/process': ['readProcess'],
  'admin/state-graph-list': ['catalog'],
  'admin/state-graph-page': ['catalog'],
  'admin/options': ['readOptions'],
  'admin/bureau-list': ['readBureaus'],
  'admin/new-bureau': ['readBureaus'],
  'admin/bureau': ['readBureau'],
  'admin/production': ['production', 'batches', 'bureauMessages'],
  'admin/batch': ['batch', 'manifest'],
  'admin/import': ['importUsers'],
  'admin/versions': ['readVersions'],
  'admin/accounts': ['readHoldings', 'readGrantable'],
  'admin/duties': ['readDuties'],
  'admin/journal': ['journal', 'journalEntries'],
  'admin/new-role': ['readRoles', 'readPermissions'],
  'admin/permission-matrix': ['readPermissionMatrix'],
  'admin/privacy': ['readPrivacy'],
  'admin/role': ['readRole', 'readPermissions'],
  'admin/role-list': ['readRoles'],
  'admin/sign-in': ['readProviders'],
  'admin/units': ['readUnits'],
  'admin/why': ['why'],
}

const pages = ['operator', 'admin'].flatMap((app) =>
  [...readFileSync(join(root, 'web', app, 'routes.tsx'), 'utf8').matchAll(/import\('\.\/([\w-]+)\.tsx'\)/g)].map(
    ([, page]) => `${app}/${page}`,
  ),
)

const document = JSON.parse(readFileSync(join(root, 'docs/api/openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, { operationId: string; 'x-guarded-by': string[] }>>
}
const guards = new Map(
  Object.values(document.paths)
    .flatMap((methods) => Object.values(methods))
    .map((operation) => [operation.operationId, operation['x-guarded-by']]),
)

it('of every page it is known which operations fill it', () => {
  expect(pages.length).toBeGreaterThan(20)
  expect([...new Set(pages)].sort()).toEqual(Object.keys(filledBy).sort())
})

it('each of these is an operation of the document, and none of them is open to whoever is not signed in', () => {
  for (const [page, operations] of Object.entries(filledBy))
    for (const operation of operations) {
      expect([page, operation, guards.has(operation)]).toEqual([page, operation, true])
      expect([page, operation, guards.get(operation)]).not.toEqual([page, operation, ['nobody']])
    }
})
