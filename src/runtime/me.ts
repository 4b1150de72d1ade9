import type { Actor } from '../engine/permit.ts'
import { readSetting } from '../store/setting.ts'
import { permissionsOfActor, type World } from './world.ts'

/** Who somebody is to the pages: their name and roles, and which parts are open to them. */
export interface MeView {
  readonly displayName: string
  readonly roles: { name: string; label: string }[]
  readonly areas: string[]
  readonly adminGroups: string[]
  readonly reports: string[]
  readonly organisation: string
}

export async function meOf(world: World, actor: Actor): Promise<MeView> {
  const permissions = permissionsOfActor(world, actor).words()
  const held = new Set(actor.grants.map(({ role }) => role))
  const after = (prefix: string): string[] => permissions.flatMap((word) => (word.startsWith(prefix) ? [word.slice(prefix.length)] : []))
  return {
    displayName: actor.name,
    roles: [...world.definitions.current().roles.values()].filter(({ name }) => held.has(name)).map(({ name, label }) => ({ name, label })),
    areas: after('operator:'),
    adminGroups: after('admin:'),
    reports: after('report:'),
    organisation: await organisationOf(world),
  }
}

/** The name of the organisation, as it stands on its cards. */
export async function organisationOf({ db }: Pick<World, 'db'>): Promise<string> {
  const name = await readSetting(db, 'organisation')
  return typeof name === 'string' && name !== '' ? name : 'Cardinal'
}
