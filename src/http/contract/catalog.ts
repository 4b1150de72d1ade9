import { type Static, Type } from 'typebox'

export const State = Type.Object({
  name: Type.String(),
  label: Type.String(),
  means: Type.String(),
  colour: Type.String({ description: 'gray, blue, indigo, violet, teal, green, yellow, orange or red; the same everywhere.' }),
  final: Type.Boolean(),
})

export const Move = Type.Object({
  name: Type.String(),
  from: Type.Array(Type.String()),
  to: Type.String(),
  means: Type.String(),
  useCases: Type.Array(Type.String(), { description: 'The use cases that make this move.' }),
})

export const Column = Type.Object({
  field: Type.String(),
  label: Type.String(),
  kind: Type.Union([
    Type.Literal('text'),
    Type.Literal('number'),
    Type.Literal('date'),
    Type.Literal('time'),
    Type.Literal('bureau'),
    Type.Literal('state'),
    Type.Literal('leaves'),
  ]),
  sortable: Type.Boolean(),
  filterable: Type.Boolean({ description: 'May be given as a query parameter of the list.' }),
  shown: Type.Boolean({ description: 'Shown in a result list by default.' }),
})

/** A kind of object as the organisation uses it. */
export const Template = Type.Object(
  {
    name: Type.String({ description: 'user, card, recall, incident or bureau' }),
    label: Type.String(),
    plural: Type.String(),
    path: Type.String({ description: 'The name of its collection in the API, such as users or cards.' }),
    group: Type.Union([Type.Literal('identities'), Type.Literal('cards'), Type.Literal('desk')], {
      description: 'Where Admin lists it under Home.',
    }),
    means: Type.String(),
    initial: Type.String(),
    states: Type.Array(State),
    moves: Type.Array(Move),
    columns: Type.Array(Column),
    form: Type.Unknown({ description: 'JSON Schema of its fields, as the default form shows them.' }),
  },
  { $id: 'Template' },
)
export type Template = Static<typeof Template>

export const UseCase = Type.Object(
  {
    name: Type.String({ description: 'As in URLs: abort-card-order.' }),
    label: Type.String({ description: 'As people know it: Abort card order.' }),
    symbol: Type.String({ description: 'CardsAddonExtProdProcAbort' }),
    story: Type.String(),
    template: Type.String(),
    states: Type.Array(Type.String(), { description: 'The states it may be attached to; `new` for one that creates an object.' }),
    makes: Type.Optional(Type.String({ description: 'The template of the object it makes for each: card.' })),
    move: Type.Optional(Type.String()),
    endState: Type.Optional(Type.String()),
    offered: Type.Union([Type.Literal('when attached'), Type.Literal('by default'), Type.Literal('to the system')]),
    roles: Type.Array(Type.String(), { description: 'The roles in force that give the right to start it.' }),
  },
  { $id: 'UseCase' },
)
export type UseCase = Static<typeof UseCase>

/** What the product is, as its screens need it. The same for everybody. */
export const Catalog = Type.Object({ templates: Type.Array(Template), useCases: Type.Array(UseCase) }, { $id: 'Catalog' })
export type Catalog = Static<typeof Catalog>
