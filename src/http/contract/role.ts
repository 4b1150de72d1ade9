import { type Static, Type } from 'typebox'
import { Version } from './admin.ts'
import { Time } from './object.ts'

const Words = Type.Array(Type.String({ maxLength: 200 }), { maxItems: 1000 })

/** What a role is. */
export const DefinedRole = Type.Object(
  {
    label: Type.String({ maxLength: 80 }),
    symbol: Type.String({ maxLength: 80, description: 'BaseRoleHelpdeskOfficer' }),
    means: Type.String({ maxLength: 500, description: 'What it is for.' }),
    admin: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 100, description: 'What it opens in Admin: options, bureaus.' }),
    operator: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 100, description: 'What it opens in Operator: home, search.' }),
    reads: Type.Union([Type.Literal('every'), Words], {
      description: 'The templates whose objects its holders see; `every` also those that are added later.',
    }),
    starts: Type.Array(Type.String({ maxLength: 200 }), { maxItems: 1000, description: '`start:` and the symbolic name of a use case.' }),
    hides: Type.Array(Type.String({ maxLength: 200 }), { maxItems: 1000, description: 'Fields its holders do not see: `user.phone`.' }),
    retired: Type.Boolean({ description: 'Out of use: whoever holds it keeps it, and nobody else is granted it.' }),
  },
  { $id: 'DefinedRole', additionalProperties: false },
)
export type DefinedRole = Static<typeof DefinedRole>

export const RoleLine = Type.Object(
  {
    name: Type.String({ description: 'helpdesk' }),
    role: DefinedRole,
    origin: Type.Union([Type.Literal('shipped'), Type.Literal('changed'), Type.Literal('own')]),
    held: Type.Integer({ description: 'How many accounts hold it now.' }),
    ofSystem: Type.Boolean({ description: 'No person can hold it, and nobody changes it.' }),
  },
  { $id: 'RoleLine' },
)
export type RoleLine = Static<typeof RoleLine>
export const Roles = Type.Object({ items: Type.Array(RoleLine) }, { $id: 'Roles' })
export type Roles = Static<typeof Roles>

export const ScopeName = Type.Union([Type.Literal('all'), Type.Literal('unit'), Type.Literal('own')], {
  description: 'For everybody, for a unit and those below it, or for their own.',
})

/** What somebody was granted. */
export const Granted = Type.Object(
  {
    id: Type.String(),
    role: Type.String({ description: 'A role by its name, or a single permission.' }),
    label: Type.String(),
    scope: ScopeName,
    unit: Type.Union([Type.String(), Type.Null()]),
    until: Type.Union([Type.String(), Type.Null()], { description: 'The last day, as 2027-03-31.' }),
    over: Type.Boolean({ description: 'It has run out.' }),
    grantedBy: Type.Union([Type.String(), Type.Null()]),
    grantedAt: Time,
  },
  { $id: 'Granted' },
)
export type Granted = Static<typeof Granted>
export const Grants = Type.Object({ items: Type.Array(Granted) }, { $id: 'Grants' })
export type Grants = Static<typeof Grants>

export const Holder = Type.Object(
  { account: Type.String(), name: Type.String(), displayName: Type.String(), state: Type.String(), granted: Granted },
  { $id: 'Holder' },
)
export type Holder = Static<typeof Holder>

/** One role; `ETag` names its version. */
export const OneRole = Type.Object(
  {
    ...RoleLine.properties,
    holders: Type.Array(Holder, { description: 'The first two hundred.' }),
    versions: Type.Array(Version, { description: 'The last twenty.' }),
  },
  { $id: 'OneRole' },
)
export type OneRole = Static<typeof OneRole>

/** What a role can be made of. */
export const PermissionChoices = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        word: Type.String({ description: 'start:CardsAddonExtProdProcAbort' }),
        label: Type.String(),
        kind: Type.Union([Type.Literal('admin'), Type.Literal('operator'), Type.Literal('read'), Type.Literal('start')]),
        template: Type.Union([Type.String(), Type.Null()]),
        states: Type.Array(Type.String(), { description: 'Of a use case: where it is offered now.' }),
        may: Type.Boolean({ description: 'Whoever asks holds it for everybody, so that they can put it into a role.' }),
      }),
    ),
  },
  { $id: 'PermissionChoices' },
)
export type PermissionChoices = Static<typeof PermissionChoices>

const GrantableItem = Type.Object({
  name: Type.String(),
  label: Type.String(),
  means: Type.Union([Type.String(), Type.Null()]),
  scopes: Type.Array(ScopeName, { description: 'For whom you may grant it; empty where you may not.' }),
})

/** What can be granted, for whom whoever asks may grant it, and the units that they reach. */
export const Grantable = Type.Object(
  { roles: Type.Array(GrantableItem), permissions: Type.Array(GrantableItem), units: Type.Array(Type.String()) },
  { $id: 'Grantable' },
)
export type Grantable = Static<typeof Grantable>

/** Accounts with what they hold now. */
export const Holdings = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        account: Type.String(),
        name: Type.String(),
        displayName: Type.String(),
        state: Type.String(),
        kind: Type.String({ description: 'person or client' }),
        grants: Type.Array(Granted),
      }),
    ),
    next: Type.Union([Type.String(), Type.Null()]),
  },
  { $id: 'Holdings' },
)
export type Holdings = Static<typeof Holdings>
