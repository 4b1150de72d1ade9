/**
 * The layout of a card at a bureau: which input fields it has, what the bureau accepts in each, and from where each is filled. Nothing
 * leaves the house that no field of the layout maps.
 */
import { type Static, Type } from 'typebox'

const closed = { additionalProperties: false }

export const LayoutField = Type.Object(
  {
    name: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_]{0,59}$', description: 'As the bureau calls it, such as FIRST_NAME.' }),
    label: Type.String({ minLength: 1, maxLength: 80, description: 'As operators read it.' }),
    type: Type.Enum(['text', 'date', 'number', 'choice']),
    required: Type.Boolean(),
    maxLength: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, description: 'The most characters; only for text.' })),
    characters: Type.Optional(
      Type.Enum(['any', 'latin-1', 'ascii'], { description: 'Which characters the bureau can print; any, where it is left out.' }),
    ),
    choices: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 80 }), { minItems: 1, maxItems: 100, description: 'Only for choice.' }),
    ),
    from: Type.String({
      pattern: '^(card|user)\\.[A-Za-z][A-Za-z0-9]{0,59}$',
      description: 'The field that fills it: of the card, as card.holderLastName, or of its holder, as user.title.',
    }),
  },
  closed,
)
export type LayoutField = Static<typeof LayoutField>

export const LayoutPhoto = Type.Object(
  {
    required: Type.Boolean(),
    minWidth: Type.Integer({ minimum: 1, maximum: 10_000, description: 'In pixels.' }),
    minHeight: Type.Integer({ minimum: 1, maximum: 10_000, description: 'In pixels.' }),
    ratio: Type.Object(
      { width: Type.Integer({ minimum: 1, maximum: 100 }), height: Type.Integer({ minimum: 1, maximum: 100 }) },
      { ...closed, description: 'Width to height, such as 3 to 4; a photo may be off by three in a hundred.' },
    ),
    maxBytes: Type.Integer({ minimum: 1000, maximum: 20_000_000 }),
  },
  closed,
)
export type LayoutPhoto = Static<typeof LayoutPhoto>

export const Layout = Type.Object(
  {
    name: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$', description: 'As it was agreed on with the bureau.' }),
    label: Type.String({ minLength: 1, maxLength: 80 }),
    fields: Type.Array(LayoutField, { minItems: 1, maxItems: 60 }),
    photo: Type.Union([LayoutPhoto, Type.Null()]),
  },
  closed,
)
export type Layout = Static<typeof Layout>

const text = (name: string, label: string, from: string, maxLength: number): LayoutField => ({
  name,
  label,
  type: 'text',
  required: false,
  maxLength,
  from,
})

/** What a bureau is sent where no other layout was agreed on: all that is printed on the card, and no photo. */
export const plainLayout: Layout = {
  name: 'plain',
  label: 'Plain card',
  fields: [
    text('firstName', 'First name', 'card.holderFirstName', 80),
    text('lastName', 'Last name', 'card.holderLastName', 80),
    text('employeeNumber', 'Employee number', 'card.employeeNumber', 40),
    text('unit', 'Unit', 'card.unit', 120),
    text('commonName', 'Common name', 'card.commonName', 161),
    text('userPrincipalName', 'User principal name', 'card.userPrincipalName', 200),
    { name: 'validTo', label: 'Valid to', type: 'date', required: false, from: 'card.validTo' },
  ],
  photo: null,
}
