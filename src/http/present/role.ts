import type { Role } from '../../engine/permit.ts'
import type { GrantLine } from '../../runtime/grant-words.ts'
import { isOfSystem, type RoleLine, type RoleView } from '../../runtime/roles.ts'
import type { VersionView } from '../../runtime/versions.ts'
import type { Version } from '../contract/admin.ts'
import type * as Contract from '../contract/role.ts'

export const presentRoleLine = ({ role, origin, held }: RoleLine): Contract.RoleLine => ({
  name: role.name,
  role: presentRole(role),
  origin,
  held,
  ofSystem: isOfSystem(role.name),
})

export const presentOneRole = (view: RoleView): Contract.OneRole => ({
  ...presentRoleLine(view),
  holders: view.holders.map((line) => ({
    account: line.grant.accountId,
    name: line.grant.accountName,
    displayName: line.grant.displayName,
    state: line.grant.state,
    granted: presentGranted(line),
  })),
  versions: view.versions.map(presentVersion),
})

const presentRole = ({ label, symbol, means, admin, operator, reads, starts, hides, retired }: Role): Contract.DefinedRole => ({
  label,
  symbol,
  means,
  admin: [...admin],
  operator: [...operator],
  reads: reads === 'every' ? reads : [...reads],
  starts: [...starts],
  hides: [...(hides ?? [])],
  retired: retired === true,
})

/** What is published of a role that was sent. What is empty is left out, so that a role is the same however it was written. */
export const roleOf = (name: string, { hides, retired, ...role }: Contract.DefinedRole): Role => ({
  name,
  ...role,
  ...(hides.length > 0 && { hides }),
  ...(retired && { retired }),
})

export const presentGranted = ({ grant, label, isOver }: GrantLine): Contract.Granted => ({
  id: grant.id,
  role: grant.role,
  label,
  scope: grant.scope,
  unit: grant.unit,
  until: grant.until,
  over: isOver,
  grantedBy: grant.grantedBy,
  grantedAt: grant.grantedAt.toISOString(),
})

export const presentVersion = ({ publication, sentence }: VersionView): Version => ({
  id: publication.id,
  at: publication.at.toISOString(),
  actor: publication.actorName,
  kind: publication.kind,
  name: publication.name,
  sentence,
  why: publication.why,
  before: publication.before,
  after: publication.after,
})
