import { type Static, Type } from 'typebox'
import { Time } from './object.ts'
import { Refusal } from './refusal.ts'
import { Result } from './result.ts'

export const Command = Type.Object(
  {
    objects: Type.Array(Type.String({ format: 'uuid' }), {
      maxItems: 100_000,
      uniqueItems: true,
      description: 'Ids of the objects; empty for a use case that creates one.',
    }),
    input: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), { description: 'The answers to the form. With them the run goes on to its end at once.' }),
    ),
  },
  { $id: 'Command' },
)

export { Result }

/** Before the form: will it be done to this object, and if not, why. */
export const Verdict = Type.Object(
  { object: Type.String(), label: Type.String(), may: Type.Boolean(), refusal: Type.Optional(Refusal) },
  { $id: 'Verdict' },
)
export type Verdict = Static<typeof Verdict>

/** A form a run stops at. */
export const Form = Type.Object(
  {
    name: Type.String(),
    title: Type.String({ description: '"Abort this card order?"' }),
    text: Type.String({ description: 'What will happen, in one sentence.' }),
    next: Type.String({ description: 'What the last button does: "Abort the order". It is drawn as "Next: abort the order".' }),
    danger: Type.Optional(Type.Boolean({ description: 'What it does cannot be brought back by anything.' })),
    schema: Type.Unknown({
      description:
        'JSON Schema of the answers. `x-kind` on a property names its field: text, multiline, email, date, number, choice, boolean, portrait, bureau, role, unit, permissions, photo.',
    }),
    values: Type.Record(Type.String(), Type.Unknown(), { description: 'What the form is filled with.' }),
    version: Type.Optional(
      Type.Integer({
        description:
          'Of which version of the object that is. Sent back as `If-Match`, it keeps you from writing over what you did not see.',
      }),
    ),
  },
  { $id: 'Form' },
)
export type Form = Static<typeof Form>

export const Run = Type.Object(
  {
    id: Type.String(),
    useCase: Type.String(),
    label: Type.String(),
    state: Type.Union([
      Type.Literal('asking'),
      Type.Literal('awaiting', { description: 'It waits for a second person to agree; nothing was done yet.' }),
      Type.Literal('walking'),
      Type.Literal('waiting'),
      Type.Literal('ended'),
      Type.Literal('cancelled'),
    ]),
    waitsFor: Type.Optional(Type.String({ description: 'While waiting: what for, in words.' })),
    actor: Type.String(),
    startedAt: Time,
    endedAt: Type.Union([Time, Type.Null()]),
    total: Type.Integer(),
    done: Type.Integer(),
    refused: Type.Integer(),
    askedAt: Type.Optional(Type.String({ format: 'date-time', description: 'Since when it waits, or waited, for a second person.' })),
    approvedBy: Type.Optional(Type.String({ description: 'Who agreed as the second person.' })),
    closed: Type.Optional(
      Type.Object(
        { by: Type.Union([Type.String(), Type.Null()], { description: 'Null where it lapsed.' }), why: Type.String() },
        { description: 'Who declined what was asked for, and why.' },
      ),
    ),
  },
  { $id: 'Run' },
)
export type Run = Static<typeof Run>

/** An answer of a form in words. */
const Said = Type.Object({ label: Type.String(), value: Type.String() })

/** Of a run that waits for a second person: what was asked, and whether whoever looks may agree. */
export const Approval = Type.Object(
  {
    said: Type.Array(Said, { description: 'The answers to the form, in words.' }),
    lapsesAt: Time,
    mine: Type.Boolean({ description: 'Whether whoever looks asked for it.' }),
    may: Type.Boolean({ description: 'Whether whoever looks may agree.' }),
    refusal: Type.Optional(Refusal),
    approvers: Type.Integer({ description: 'How many people could agree.' }),
  },
  { $id: 'Approval' },
)
export type Approval = Static<typeof Approval>

/** What asks for the approval of whoever is signed in, the oldest first. */
export const Approvals = Type.Object(
  { items: Type.Array(Type.Object({ run: Run, said: Type.Array(Said), lapsesAt: Time })) },
  { $id: 'Approvals' },
)
export type Approvals = Static<typeof Approvals>

/** Sent to decline a request. */
export const Decline = Type.Object(
  { reason: Type.String({ minLength: 1, maxLength: 500, description: 'Whoever asked reads it.' }) },
  { $id: 'Decline' },
)

/**
 * A run as its panel shows it: at its form, under way, or ended with what became of each object; of a thousand, where there are more, those
 * that were refused before the others.
 */
export const RunAnswer = Type.Object(
  {
    run: Run,
    form: Type.Optional(Form),
    needsSecond: Type.Optional(Type.Boolean({ description: 'At a form: answered, it would wait until a second person agrees.' })),
    approval: Type.Optional(Approval),
    verdicts: Type.Optional(Type.Array(Verdict, { description: 'At a form, and while it waits for a second person.' })),
    results: Type.Optional(Type.Array(Result)),
  },
  { $id: 'RunAnswer' },
)
export type RunAnswer = Static<typeof RunAnswer>

export const Answer = Type.Object({ input: Type.Record(Type.String(), Type.Unknown()) }, { $id: 'Answer' })

export const ResultsQuery = Type.Object({
  outcome: Type.Optional(Type.Union([Type.Literal('done'), Type.Literal('refused')], { description: 'Only those that came to this end.' })),
  after: Type.Optional(Type.Integer({ minimum: 0, description: 'The `next` of the page before.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, description: 'How many; 1000 unless told.' })),
})

/** A page of what became of the objects of a run, in the order they were given. */
export const Results = Type.Object(
  {
    items: Type.Array(Result),
    next: Type.Union([Type.Integer({ description: 'Give it back as `after` for the next page; null at the end.' }), Type.Null()]),
  },
  { $id: 'Results' },
)
export type Results = Static<typeof Results>
