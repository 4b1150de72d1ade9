import type { Actor } from '../engine/permit.ts'
import { startPermission } from '../engine/use-case.ts'
import { readSetting } from '../store/setting.ts'
import { previewWords } from './preview.ts'
import { permissionsOfActor, type World } from './world.ts'

/** Who somebody is to the pages: their name and roles, and which parts are open to them. */
export interface MeView {
  readonly displayName: string
  readonly roles: { name: string; label: string }[]
  readonly areas: string[]
  readonly adminGroups: string[]
  readonly reports: string[]
  readonly evidence: string[]
  /** The use cases they may start, as in URLs. */
  readonly starts: string[]
  /** As which role they look, where they do. */
  readonly preview: { words: string; role: string } | null
  readonly organisation: string
}

export async function meOf(world: World, actor: Actor): Promise<MeView> {
  const known = permissionsOfActor(world, actor)
  const permissions = known.words()
  const [preview] = actor.within ? actor.grants : []
  const held = new Set(actor.grants.map(({ role }) => role))
  const after = (prefix: string): string[] => permissions.flatMap((word) => (word.startsWith(prefix) ? [word.slice(prefix.length)] : []))
  return {
    displayName: actor.name,
    roles: [...world.definitions.current().roles.values()].filter(({ name }) => held.has(name)).map(({ name, label }) => ({ name, label })),
    areas: after('operator:'),
    adminGroups: after('admin:'),
    reports: after('report:'),
    evidence: after('evidence:'),
    starts: world.catalog.useCases.filter((useCase) => known.has(startPermission(useCase))).map(({ slug }) => slug),
    preview: preview ? { words: previewWords(world, preview), role: preview.role } : null,
    organisation: await organisationOf(world),
  }
}

/** The name of the organisation, as it stands on its cards. */
export async function organisationOf({ db }: Pick<World, 'db'>): Promise<string> {
  const name = await readSetting(db, 'organisation')
  return typeof name === 'string' && name !== '' ? name : 'Cardinal'
}
