import { type Static, Type } from 'typebox'
import { Layout as Shape } from '../../catalog/layout.ts'

/** The layout of a card at a bureau. */
export const Layout = Type.Object({ ...Shape.properties }, { $id: 'Layout', additionalProperties: false })
export type Layout = Static<typeof Layout>
export type LayoutField = Layout['fields'][number]
export type LayoutPhoto = NonNullable<Layout['photo']>

/** A layout that is looked at before it is published, and the kind of card it is for. */
export const LayoutDraft = Type.Object(
  { layout: Layout, template: Type.String({ maxLength: 60, description: 'The name of a kind of card.' }) },
  { $id: 'LayoutDraft' },
)

/** How a card would look in it, and what stands against it. */
export const LayoutPreview = Type.Object(
  {
    front: Type.String({ description: 'SVG of a card of somebody made up.' }),
    back: Type.String({ description: 'SVG of its other side.' }),
    objections: Type.Array(Type.String(), { description: 'Why it cannot be used as it stands, in sentences.' }),
  },
  { $id: 'LayoutPreview' },
)
export type LayoutPreview = Static<typeof LayoutPreview>

/** What the bureau gets of a card, or would get of one that is ordered now. */
export const Print = Type.Object(
  {
    bureau: Type.String({ description: 'What people call the bureau.' }),
    layout: Type.Object({ name: Type.String(), label: Type.String() }),
    fields: Type.Array(
      Type.Object({ name: Type.String(), label: Type.String(), value: Type.Union([Type.String(), Type.Null()]) }, { title: 'PrintField' }),
      { description: 'The input fields of the layout, with their values as the bureau gets them.' },
    ),
    photo: Type.Boolean({ description: 'Whether the photo of the holder is printed.' }),
    problems: Type.Array(Type.Object({ field: Type.String(), sentence: Type.String() }), {
      description: 'What the bureau would refuse, of an order that has not left. `field` names an input field, or photo.',
    }),
  },
  { $id: 'Print' },
)
export type Print = Static<typeof Print>

export const PlannedCard = Type.Object({
  useCase: Type.Optional(
    Type.String({ maxLength: 100, description: 'The use case that is to make out the card; order-card unless told.' }),
  ),
  validTo: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'Its last day; as the options say unless told.' })),
})
