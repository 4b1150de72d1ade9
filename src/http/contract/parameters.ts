import { Type } from 'typebox'

/** What stands in addresses. Ids are checked by whoever looks them up, so that a wrong one gets a sentence about what it names. */
export const Id = Type.Object({ id: Type.String({ maxLength: 100 }) })

export const Page = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'How many; 50 unless told.' })),
  after: Type.Optional(Type.String({ maxLength: 500, description: 'The `next` of the page before.' })),
})

/** The address of a list of objects. The fields that a kind of object can be searched by are added to it, each under its name. */
export const ListQuery = Type.Object({
  ...Page.properties,
  template: Type.Optional(Type.String({ description: 'The kind of object, where the collection holds several.' })),
  state: Type.Optional(Type.String({ description: 'Only objects in this state.' })),
  q: Type.Optional(Type.String({ maxLength: 200, description: 'Words, each of which the object must hold somewhere.' })),
  sort: Type.Optional(Type.String({ description: 'A field to sort by; with a minus before it, the other way round.' })),
})

/** What cards can be searched by beside their own fields: the place of their order in the queue. */
export const QueueQuery = Type.Object({
  leaves: Type.Optional(
    Type.Enum(['within-the-hour', 'today', 'later', 'held', 'stopped'], {
      description:
        'Only cards whose order waits in the queue and leaves then. `today` is the day in the bureau’s time zone; `later` is also where no release is planned; `held` does not leave until it is released, `stopped` not until the press runs again.',
    }),
  ),
  bureau: Type.Optional(Type.String({ maxLength: 100, description: 'Only cards whose order waits in the queue for this bureau.' })),
})

export const StatePlace = Type.Object({ template: Type.String(), state: Type.String() })

export const ImportQuery = Type.Object({
  dryRun: Type.Optional(Type.Boolean({ description: 'Only say what would happen.' })),
  delimiter: Type.Optional(Type.String({ description: 'semicolon, comma or tab; found out unless told.' })),
  encoding: Type.Optional(Type.String({ description: 'utf-8 or windows-1252; found out unless told.' })),
  mapping: Type.Optional(
    Type.String({ description: 'JSON: the field of each header, or null to leave the column out. Guessed unless told.' }),
  ),
})

/** Which part of a photo is kept: the largest of 35:45 that fits, in the middle, unless told. */
export const PhotoCrop = Type.Object({
  zoom: Type.Optional(Type.Number({ minimum: 1, maximum: 8, description: 'How much smaller the part is than the largest that fits.' })),
  x: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: 'Where it lies: 0 at the left, 1 at the right.' })),
  y: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: '0 at the top, 1 at the bottom.' })),
})

export const Side = Type.Object({
  side: Type.Optional(Type.Union([Type.Literal('front'), Type.Literal('back')])),
  version: Type.Optional(Type.String()),
})
