import { importUsers } from '../catalog/use-cases/import-users.ts'
import { updateImportedUsers } from '../catalog/use-cases/update-imported-users.ts'
import { type Actor, permissionRefusal, startRefusal } from '../engine/permit.ts'
import type { Refusal } from '../engine/refusal.ts'
import { type ImportProgress, type ImportReport, type ImportSettings, type ImportWorld, importPeople } from '../identity/import.ts'
import { begin } from './begin.ts'
import { refuseAll } from './refuse-all.ts'
import { permissionsOfActor, type World } from './world.ts'

/** Brings in the people of a file, through the door like everything else. */
export async function importFile(
  world: World,
  actor: Actor,
  file: Uint8Array,
  settings: ImportSettings,
  onProgress?: (progress: ImportProgress) => void,
): Promise<ImportReport | Refusal> {
  const permissions = permissionsOfActor(world, actor)
  const refusal =
    permissionRefusal(permissions, actor, 'admin:import', 'import users') ??
    startRefusal(permissions, actor, importUsers) ??
    startRefusal(permissions, actor, updateImportedUsers)
  if (refusal) return (await refuseAll(world, world.db, actor, { useCase: importUsers, objects: [] }, refusal)).refusal
  const within: ImportWorld = {
    db: world.db,
    newId: world.newId,
    async begin(by, useCase, objects, told) {
      const outcome = await begin(world, by, { useCase, objects, told })
      if (!outcome.end) throw new Error(`The import was refused as a whole: ${outcome.kind === 'refused' ? outcome.refusal.sentence : ''}`)
      return {
        kind: outcome.kind,
        results: outcome.end.objects.map(({ objectId, outcome: became, refusal: why }) => ({
          object: objectId,
          outcome: became ?? 'refused',
          ...(why && { sentence: why.sentence }),
        })),
      }
    },
  }
  return importPeople(within, actor, file, settings, onProgress)
}
