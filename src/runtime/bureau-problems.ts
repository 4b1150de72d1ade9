/** What is wrong with the definition of a bureau, place by place, in sentences for whoever entered it. */
import type { TSchema } from 'typebox'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { BureauDefinition, DirectoryConnection, RestConnection, SftpConnection } from '../catalog/bureau-definition.ts'
import { Layout } from '../catalog/layout.ts'
import { isDate } from '../engine/form.ts'
import type { FieldProblem } from '../engine/refusal.ts'
import type { Clock } from '../kit/clock.ts'
import { describeKey } from '../production/bureaus/openpgp-keys.ts'

/** What does not fit the form of a definition; empty where it is one. The places are parted by slashes: `connection/host`. */
export function formProblems(definition: unknown): FieldProblem[] {
  const { connection, layouts } = recordOf(definition)
  const way = CONNECTIONS.get(recordOf(connection)['kind'])
  return [
    ...errorsIn('', Outline, definition),
    ...(way
      ? errorsIn('connection', way, connection)
      : [{ field: 'connection/kind', sentence: 'Choose how the bureau is reached: directory, sftp or rest.' }]),
    ...Object.entries(recordOf(layouts)).flatMap(([template, layout]) => errorsIn(`layouts/${template}`, Layout, layout)),
  ].slice(0, 40)
}

/** What is wrong with a definition that has the right form: days that no calendar has, and OpenPGP keys that cannot be used. */
export async function contentProblems({ holidays, connection }: BureauDefinition, clock: Clock): Promise<FieldProblem[]> {
  const days = holidays.flatMap((day, at) =>
    isDate(day) ? [] : [{ field: `holidays/${at}`, sentence: `“${day}” is not a day of the calendar.` }],
  )
  if (connection.kind !== 'sftp') return days
  const keys = await Promise.all(
    connection.bureauKeys.map(async (armored, at) => {
      const sentence = await keyProblem(armored, at === 0, clock)
      return sentence ? [{ field: `connection/bureauKeys/${at}`, sentence }] : []
    }),
  )
  return [...days, ...keys.flat()]
}

async function keyProblem(armored: string, encrypts: boolean, clock: Clock): Promise<string | undefined> {
  const key = await describeKey(armored, clock)
  if ('why' in key) return key.why
  if (key.isPrivate)
    return 'This is a private key, which belongs to nobody but the bureau. Ask the bureau for its public key, and to make another.'
  return encrypts && !key.canEncrypt ? 'Nothing can be encrypted for this key. Ask the bureau for another.' : undefined
}

/** A map, as below: a kind or a place may be called `constructor`. */
const CONNECTIONS: ReadonlyMap<unknown, TSchema> = new Map(
  Object.entries({ directory: DirectoryConnection, sftp: SftpConnection, rest: RestConnection }),
)

/** The rest of a definition: what may be one of several is looked at by itself, so that what is said is about what was chosen. */
const Outline = Type.Object(
  { ...BureauDefinition.properties, connection: Type.Unknown(), layouts: Type.Record(Type.String(), Type.Unknown()) },
  { additionalProperties: false },
)

function errorsIn(place: string, schema: TSchema, value: unknown): FieldProblem[] {
  const checker = compiled.get(schema) ?? Compile(schema)
  compiled.set(schema, checker)
  if (checker.Check(value)) return []
  const seen = new Set<string>()
  return checker.Errors(value).flatMap(({ instancePath, message, keyword, params }) => {
    // Of a place that may be empty, that it is not empty is not what is wrong; and of what does not belong there, each is told by itself.
    if (keyword === 'anyOf' || keyword === 'additionalProperties' || (keyword === 'type' && 'type' in params && params.type === 'null'))
      return []
    const field = `${place}${instancePath}`.replace(/^\//, '')
    if (seen.has(field)) return []
    seen.add(field)
    if (keyword === 'boolean') return [{ field, sentence: `${wordsOf(field)} does not belong here.` }]
    return [{ field, sentence: WORDS.get(field.replace(/\/\d+$/, '')) ?? `${wordsOf(field)} ${message}.` }]
  })
}

const compiled = new Map<TSchema, ReturnType<typeof Compile>>()

const WORDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    label: 'The label has 1 to 80 characters, in one line.',
    schedule: 'The schedule has five parts: minute, hour, day of the month, month and day of the week.',
    timeZone: 'The time zone is one such as Europe/Copenhagen or UTC.',
    holidays: 'A holiday is a day such as 2027-12-24.',
    batchSize: 'A batch holds from 1 to 1000 orders.',
    recallHours: 'The bureau has from 1 to 720 hours to answer a recall.',
    'connection/folder': 'The folder has 1 to 500 characters, in one line.',
    'connection/host': 'The host is a name or an address, such as sftp.bureau.example.',
    'connection/port': 'The port is a number from 1 to 65535; SFTP has 22.',
    'connection/user': 'The name to sign in with has 1 to 80 characters.',
    'connection/hostKey': 'The host key is a fingerprint as ssh-keygen -l prints it: SHA256: and 43 letters, digits and signs.',
    'connection/bureauKeys': 'Give at least one OpenPGP public key of the bureau, and at most four.',
    'connection/url': 'The address begins with https:// and has no blanks in it.',
    'connection/answers': 'Choose how answers come: by webhook, or by asking.',
  }),
)

const wordsOf = (field: string): string => (field === '' ? 'The definition' : field.replaceAll('/', ' > '))

const recordOf = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
