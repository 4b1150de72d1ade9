import { type Static, Type } from 'typebox'
import { Time } from './object.ts'
import { Page } from './parameters.ts'

const Nullable = <T extends import('typebox').TSchema>(schema: T) => Type.Union([schema, Type.Null()])

/** One verification of the journal. */
export const JournalVerification = Type.Object(
  {
    id: Type.String(),
    startedAt: Time,
    endedAt: Nullable(Time),
    by: Type.String(),
    checked: Type.Integer({ description: 'How many entries were looked at so far.' }),
    total: Type.Integer(),
    seconds: Type.Number(),
    faults: Type.Integer(),
    findings: Type.Array(
      Type.Object(
        { position: Nullable(Type.Integer()), entry: Nullable(Type.String()), sentence: Type.String() },
        { title: 'JournalFinding' },
      ),
      { description: 'The first hundred faults.' },
    ),
  },
  { $id: 'JournalVerification' },
)
export type JournalVerification = Static<typeof JournalVerification>

/** Whether the journal is whole, and up to where it is sealed. */
export const Journal = Type.Object(
  {
    running: Type.Optional(JournalVerification),
    last: Type.Optional(JournalVerification),
    checkpoint: Type.Optional(
      Type.Object({
        origin: Type.String(),
        size: Type.Integer({ description: 'How many entries it covers.' }),
        root: Type.String({ description: 'The hash over them (RFC 6962), in base64.' }),
        at: Time,
        note: Type.String({ description: 'The checkpoint itself, with its signatures (C2SP tlog-checkpoint).' }),
        keys: Type.Array(Type.String(), { description: 'The hashes of the keys that signed it.' }),
      }),
    ),
    unsealed: Type.Integer({ description: 'How many entries wait to be sealed.' }),
    anchors: Type.Array(
      Type.Object(
        {
          kind: Type.Enum(['folder', 'file', 'url', 'mail']),
          target: Nullable(Type.String({ description: 'Where it is; of an address its host alone.' })),
          triedAt: Nullable(Time),
          workedAt: Nullable(Time),
          size: Nullable(Type.Integer()),
          trouble: Nullable(Type.String()),
        },
        { title: 'JournalAnchor' },
      ),
      { description: 'Where checkpoints are kept besides the database.' },
    ),
  },
  { $id: 'Journal' },
)
export type Journal = Static<typeof Journal>

export const JournalEntriesQuery = Type.Object({
  ...Page.properties,
  kind: Type.Optional(Type.Enum(['created', 'changed', 'moved', 'done', 'refused', 'cancelled', 'published', 'signed-in', 'other'])),
  actor: Type.Optional(Type.String({ maxLength: 200, description: 'A part of the name of whoever did it.' })),
  template: Type.Optional(Type.String({ maxLength: 60 })),
  object: Type.Optional(Type.String({ maxLength: 100, description: 'The id of the object it is about.' })),
  useCase: Type.Optional(Type.String({ maxLength: 200, description: 'The symbolic name of the use case.' })),
  from: Type.Optional(Type.String({ format: 'date-time' })),
  to: Type.Optional(Type.String({ format: 'date-time', description: 'Before then.' })),
})

export const JournalEntries = Type.Object(
  {
    items: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          at: Time,
          kind: Type.String(),
          actor: Type.String(),
          roles: Nullable(
            Type.Array(Type.String(), { description: 'What whoever acted held then, by the names of roles and permissions.' }),
          ),
          address: Nullable(Type.String({ description: 'From where they asked.' })),
          useCase: Nullable(Type.String()),
          run: Nullable(Type.String()),
          sentence: Type.String(),
          object: Nullable(Type.Object({ id: Type.String(), template: Type.String(), label: Type.String() })),
          changes: Type.Array(Type.Object({ field: Type.String(), before: Nullable(Type.String()), after: Nullable(Type.String()) }), {
            description: 'What was changed, field by field. Of an erased person, and of what you may not see, nothing.',
          }),
        },
        { title: 'JournalEntry' },
      ),
    ),
    next: Nullable(
      Type.String({ description: 'Give it back as `after`. It may be given where a page holds none: there are more to look through.' }),
    ),
  },
  { $id: 'JournalEntries' },
)
export type JournalEntries = Static<typeof JournalEntries>

/** The proof that an entry is in the journal. */
export const JournalProof = Type.Object(
  {
    format: Type.Literal('cardinal-journal-proof'),
    version: Type.Literal(1),
    entry: Type.Record(Type.String(), Type.Unknown(), {
      description: 'As it is stored. Its canonical JSON (RFC 8785) is what was hashed.',
    }),
    position: Type.Integer(),
    path: Type.Array(Type.String(), { description: 'The hashes beside the way from the entry up to the root, from below, in base64.' }),
    checkpoint: Type.String({ description: 'The checkpoint that it is proven against, with its signatures.' }),
    keys: Type.Array(Type.String(), { description: 'The public keys, for convenience; believe those that you got elsewhere.' }),
  },
  { $id: 'JournalProof' },
)

/** The public keys that checkpoints of the journal are signed with. */
export const JournalKeys = Type.Object(
  {
    keys: Type.Array(
      Type.Object({
        key: Type.String({ description: 'name+hash+base64, as signed notes have it (C2SP).' }),
        hash: Type.String(),
        madeAt: Time,
        endsAt: Nullable(Time),
      }),
      { description: 'Those in use first. One that was replaced signs along until `endsAt`.' },
    ),
  },
  { $id: 'JournalKeys' },
)
export type JournalKeys = Static<typeof JournalKeys>
