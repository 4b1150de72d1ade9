import { type Static, Type } from 'typebox'
import { ScopeName } from './role.ts'

/** Whether somebody may start a use case, and why, step by step. */
export const Why = Type.Object(
  {
    account: Type.Object({ id: Type.String(), name: Type.String() }),
    useCase: Type.Object({ name: Type.String(), label: Type.String() }),
    object: Type.Union([Type.Object({ id: Type.String(), template: Type.String(), title: Type.String() }), Type.Null()]),
    may: Type.Boolean(),
    steps: Type.Array(
      Type.Object({
        kind: Type.Union([Type.Literal('yes'), Type.Literal('no'), Type.Literal('note')], {
          description: 'It allows, it forbids, or it only tells. The last step says what follows.',
        }),
        sentence: Type.String(),
      }),
    ),
    remedy: Type.Union([Type.String(), Type.Null()], { description: 'What would help, where they may not.' }),
  },
  { $id: 'Why' },
)
export type Why = Static<typeof Why>

/** Who may do what. */
export const PermissionMatrix = Type.Object(
  {
    roles: Type.Array(
      Type.Object({
        name: Type.String(),
        label: Type.String(),
        held: Type.Object(
          { all: Type.Integer(), unit: Type.Integer(), own: Type.Integer() },
          { description: 'How many accounts hold it now, for whose users and cards.' },
        ),
      }),
    ),
    rows: Type.Array(
      Type.Object({
        kind: Type.Union([Type.Literal('admin'), Type.Literal('operator'), Type.Literal('read'), Type.Literal('start')]),
        word: Type.String(),
        label: Type.String(),
        template: Type.Union([Type.String(), Type.Null()]),
        states: Type.Array(Type.String(), { description: 'Of a use case: where it is offered now. Empty: nowhere, whatever the role.' }),
        bySystem: Type.Boolean({ description: 'Started by the clock or a bureau, and by no person.' }),
        roles: Type.Array(Type.String(), { description: 'The names of the roles that give it.' }),
      }),
    ),
  },
  { $id: 'PermissionMatrix' },
)
export type PermissionMatrix = Static<typeof PermissionMatrix>

/** As which role, and for whose users and cards, Operator is looked at. */
export const Preview = Type.Object(
  { role: Type.String({ maxLength: 120 }), scope: ScopeName, unit: Type.Union([Type.String({ maxLength: 120 }), Type.Null()]) },
  { $id: 'Preview' },
)
export type Preview = Static<typeof Preview>

export const PreviewBegun = Type.Object({ words: Type.String({ description: '"Helpdesk for the unit Alpha"' }) }, { $id: 'PreviewBegun' })
export type PreviewBegun = Static<typeof PreviewBegun>
