import { type Static, Type } from 'typebox'
import { Time } from './object.ts'
import { Refusal } from './refusal.ts'

/** The Additional Commands of one state of one template, in the order Operator shows them. `ETag` names the version. */
export const Commands = Type.Object(
  {
    items: Type.Array(Type.Object({ useCase: Type.String(), mapping: Type.Optional(Type.String()) })),
    why: Type.Optional(Type.String({ maxLength: 500, description: 'A line for Versions; only on PUT.' })),
  },
  { $id: 'Commands' },
)
export type Commands = Static<typeof Commands>

/** The Process drop-down: what can be attached here and, with the reason, what cannot. */
export const Attachable = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        useCase: Type.String(),
        label: Type.String(),
        symbol: Type.String(),
        may: Type.Boolean(),
        refusal: Type.Optional(Refusal),
        mappings: Type.Array(Type.Object({ name: Type.String(), label: Type.String() })),
      }),
    ),
  },
  { $id: 'Attachable' },
)
export type Attachable = Static<typeof Attachable>

export const Option = Type.Object({
  name: Type.String({ description: 'CardsAddonExtProdMultipleCards' }),
  label: Type.String(),
  means: Type.String(),
  schema: Type.Unknown({ description: 'JSON Schema of its value.' }),
  value: Type.Unknown(),
  default: Type.Unknown(),
})
export const Options = Type.Object({ items: Type.Array(Option) }, { $id: 'Options' })
export type Options = Static<typeof Options>
/** Sent to PUT /options: the options that change. */
export const OptionsChange = Type.Object(
  { values: Type.Record(Type.String(), Type.Unknown()), why: Type.Optional(Type.String({ maxLength: 500 })) },
  { $id: 'OptionsChange' },
)

/** The privacy rules of one template: what is removed how many days after its objects have come to their end. */
export const Privacy = Type.Object({
  template: Type.String(),
  label: Type.String(),
  plural: Type.String(),
  states: Type.Array(Type.String(), { description: 'The states that count as the end.' }),
  process: Type.Object({ useCase: Type.String(), label: Type.String() }),
  version: Type.String({ description: 'For `If-Match` when the rules are published.' }),
  parts: Type.Array(
    Type.Object({
      part: Type.String(),
      label: Type.String(),
      means: Type.String(),
      days: Type.Union([Type.Integer(), Type.Null()], { description: 'Null while nothing is removed.' }),
      recommended: Type.Integer(),
      held: Type.Integer({ description: 'How many objects at their end hold something of the kind now; counted up to 1001.' }),
    }),
  ),
})
export const PrivacyRules = Type.Object({ items: Type.Array(Privacy) }, { $id: 'PrivacyRules' })
export type PrivacyRules = Static<typeof PrivacyRules>
/** Sent to PUT /privacy/{template}: the days of each part; a part that is null or not named is kept. */
export const PrivacyChange = Type.Object(
  {
    rules: Type.Record(Type.String(), Type.Union([Type.Integer(), Type.Null()])),
    why: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { $id: 'PrivacyChange' },
)
export type PrivacyChange = Static<typeof PrivacyChange>

/** Where a second person has to agree. `ETag` names the version. */
export const Duties = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        useCase: Type.String(),
        above: Type.Integer({ minimum: 0, maximum: 100_000, description: 'For more than so many objects; 0 is always.' }),
      }),
    ),
    useCases: Type.Array(
      Type.Object({
        useCase: Type.String(),
        label: Type.String(),
        template: Type.String({ description: 'What it is done to: "Card".' }),
        approvers: Type.Integer({ description: 'How many people could be the second person now.' }),
      }),
    ),
  },
  { $id: 'Duties' },
)
export type Duties = Static<typeof Duties>
/** Sent to PUT /duties: all rules there are to be. */
export const DutiesChange = Type.Object(
  {
    items: Type.Array(Type.Object({ useCase: Type.String(), above: Type.Integer() })),
    why: Type.Optional(Type.String({ maxLength: 500 })),
  },
  { $id: 'DutiesChange' },
)

export const ProcessItem = Type.Object({
  useCase: Type.String(),
  label: Type.String(),
  symbol: Type.String(),
  template: Type.String(),
  story: Type.String(),
  offered: Type.String(),
  attachedTo: Type.Array(Type.Object({ template: Type.String(), state: Type.String() })),
})
export type ProcessItem = Static<typeof ProcessItem>
export const Processes = Type.Object({ items: Type.Array(ProcessItem) }, { $id: 'Processes' })
export type Processes = Static<typeof Processes>

/** One process: its drawing, its generated page, where it is attached, who may start it, how often it ran. */
export const Process = Type.Object(
  {
    ...ProcessItem.properties,
    drawing: Type.String({ description: 'BPMN 2.0 XML' }),
    hash: Type.String(),
    page: Type.String({ description: 'The generated documentation page, Markdown.' }),
    roles: Type.Array(Type.Object({ name: Type.String(), label: Type.String() })),
    runs: Type.Object({ ended: Type.Integer(), open: Type.Integer(), lastAt: Type.Union([Time, Type.Null()]) }),
  },
  { $id: 'Process' },
)
export type Process = Static<typeof Process>

export const Version = Type.Object({
  id: Type.String(),
  at: Time,
  actor: Type.String(),
  kind: Type.String(),
  name: Type.String(),
  sentence: Type.String({ description: '"Ada Berg attached Abort card order to Processing of Card."' }),
  why: Type.Union([Type.String(), Type.Null()]),
  before: Type.Unknown(),
  after: Type.Unknown(),
})
export type Version = Static<typeof Version>
export const Versions = Type.Object({ items: Type.Array(Version), next: Type.Union([Type.String(), Type.Null()]) }, { $id: 'Versions' })
export type Versions = Static<typeof Versions>

/** What an import would do, or did. A file with one bad row changes nothing, and then none is created or changed. */
export const ImportReport = Type.Object(
  {
    dryRun: Type.Boolean(),
    rows: Type.Integer(),
    created: Type.Integer(),
    changed: Type.Integer(),
    unchanged: Type.Integer(),
    bad: Type.Integer(),
    problems: Type.Array(Type.Object({ line: Type.Integer(), field: Type.Union([Type.String(), Type.Null()]), sentence: Type.String() }), {
      description: 'The first thousand.',
    }),
    columns: Type.Array(
      Type.Object({
        header: Type.String(),
        field: Type.Union([Type.String(), Type.Null()]),
        guessed: Type.Boolean(),
        sample: Type.Array(Type.String()),
      }),
    ),
    fields: Type.Array(Type.Object({ field: Type.String(), label: Type.String(), required: Type.Boolean() })),
    encoding: Type.String(),
    delimiter: Type.String(),
  },
  { $id: 'ImportReport' },
)
export type ImportReport = Static<typeof ImportReport>
