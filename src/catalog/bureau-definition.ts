/** A bureau as an administrator defines it: how it is reached, when orders leave for it, and in which layouts. Secrets are kept elsewhere. */
import { type Static, Type } from 'typebox'
import { Layout, plainLayout } from './layout.ts'

const closed = { additionalProperties: false }
const Line = (maxLength: number, description: string) => Type.String({ minLength: 1, maxLength, pattern: '^[^\\p{Cc}]*$', description })

/** A folder that both sides can see. */
export const DirectoryConnection = Type.Object(
  {
    kind: Type.Literal('directory'),
    folder: Type.Union([Line(500, 'The folder, as this machine sees it.'), Type.Null()], {
      description: 'Null: the folder of the installation, as BUREAU_DIR names it.',
    }),
  },
  closed,
)

/** The bureau's SFTP server. Everything is signed with Cardinal's OpenPGP key and encrypted for the bureau's. */
export const SftpConnection = Type.Object(
  {
    kind: Type.Literal('sftp'),
    host: Line(255, 'Name or address.'),
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
    user: Line(80, 'The name to sign in with.'),
    folder: Line(500, 'The folder on the server that holds orders/ and answers/.'),
    hostKey: Type.String({
      pattern: '^SHA256:[A-Za-z0-9+/]{43}$',
      description: 'The fingerprint of the server’s host key, as ssh-keygen -l prints it. Any other key is refused.',
    }),
    bureauKeys: Type.Array(Type.String({ minLength: 1, maxLength: 20_000 }), {
      minItems: 1,
      maxItems: 4,
      description: 'The bureau’s OpenPGP public keys, armored. Batches are encrypted for the first; answers may be signed by any.',
    }),
  },
  closed,
)

/** The bureau's HTTP interface. */
export const RestConnection = Type.Object(
  {
    kind: Type.Literal('rest'),
    url: Type.String({ pattern: '^https?://[^\\s]{1,400}$', description: 'The address that messages are sent under.' }),
    answers: Type.Enum(['webhook', 'polling'], {
      description: 'webhook: the bureau calls /api/v1/bureaus/<name>/messages. polling: Cardinal asks.',
    }),
  },
  closed,
)

export const Connection = Type.Union([DirectoryConnection, SftpConnection, RestConnection])
export type Connection = Static<typeof Connection>

export const BureauDefinition = Type.Object(
  {
    label: Line(80, 'What people call it.'),
    connection: Connection,
    schedule: Type.Union([Line(100, 'When its queue is released: a cron expression of five fields.'), Type.Null()], {
      description: 'Null: as the option CardsAddonExtProdReleaseSchedule says.',
    }),
    timeZone: Type.Union([Line(60, 'The time zone of its schedule and holidays.'), Type.Null()], {
      description: 'Null: as the option CardsAddonExtProdTimeZone says.',
    }),
    holidays: Type.Array(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }), {
      maxItems: 400,
      description: 'Days without a release, in its time zone.',
    }),
    batchSize: Type.Union([Type.Integer({ minimum: 1, maximum: 1000 }), Type.Null()], {
      description: 'The most orders in a batch. Null: as the option CardsAddonExtProdBatchSize says.',
    }),
    recallHours: Type.Integer({ minimum: 1, maximum: 720, description: 'How long the bureau has to answer a recall, in hours.' }),
    layouts: Type.Record(Type.String({ pattern: '^[a-z][A-Za-z0-9-]{0,59}$' }), Layout, {
      description: 'The layout of each card template, by the template’s name; a template without one is sent in the plain layout.',
    }),
  },
  closed,
)
export type BureauDefinition = Static<typeof BureauDefinition>

/** The bureau that an installation has before an administrator defines one: the folder of the installation. */
export const firstBureau: BureauDefinition = {
  label: 'Bureau',
  connection: { kind: 'directory', folder: null },
  schedule: null,
  timeZone: null,
  holidays: [],
  batchSize: null,
  recallHours: 24,
  layouts: {},
}

/** In which layout cards of a template go to this bureau. */
export const layoutFor = ({ layouts }: Pick<BureauDefinition, 'layouts'>, template: string): Layout => layouts[template] ?? plainLayout
