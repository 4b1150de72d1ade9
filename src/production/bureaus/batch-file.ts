/** What Cardinal writes into `orders/` for a bureau that is reached through a directory. The contract is docs/bureau/directory.md. */
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { canonical, sha256 } from '../../kit/hash.ts'
import { isId } from '../../kit/id.ts'
import type { Manifest } from '../manifest.ts'

const Text = Type.Union([Type.String(), Type.Null()])
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' })

const Line = Type.Object({
  order: Type.String({ ...Uuid, description: 'Cardinal’s id of the order; every report names it.' }),
  card: Type.String({ ...Uuid, description: 'Cardinal’s id of the card; every report names it.' }),
  cardNumber: Type.Integer({ description: 'The number printed on the card and in its barcode.' }),
  fields: Type.Object(
    {
      firstName: Text,
      lastName: Text,
      employeeNumber: Text,
      unit: Text,
      commonName: Text,
      userPrincipalName: Text,
      validTo: Type.Union([Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }), Type.Null()], {
        description: 'The last day, as YYYY-MM-DD.',
      }),
    },
    { description: 'What is printed. A field without a value is null.' },
  ),
})

/** A later version may add fields, so a bureau passes over those that it does not know. */
export const BatchFile = Type.Object(
  {
    format: Type.Literal('cardinal-batch'),
    version: Type.Literal(1),
    message: Type.String({ ...Uuid, description: 'The id of the batch. A file with a message that is known already is passed over.' }),
    hash: Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of the manifest in canonical JSON (RFC 8785), in hexadecimal.' }),
    manifest: Type.Object({
      version: Type.Literal(1),
      batch: Type.String({ ...Uuid, description: 'The id of the batch; the same as message.' }),
      number: Type.Integer({ minimum: 0, description: 'The number of the batch, for people.' }),
      bureau: Type.String(),
      orders: Type.Array(Line),
    }),
  },
  { title: 'Cardinal batch file, version 1' },
)
export type BatchFile = Static<typeof BatchFile>

/** Its name tells which batch it is, and nothing about a person. */
export const batchFileName = (manifest: Manifest): string => `batch-${manifest.number}-${manifest.batch}.json`

/** The text of the file. Whoever calls has made sure that the manifest is still the one whose hash was sealed. */
export function batchFileText(manifest: Manifest, hash: string): string {
  if (!isId(manifest.batch) || !Number.isSafeInteger(manifest.number) || manifest.number < 0)
    throw new Error('This batch has no id or no number, so it cannot be handed over.')
  const file = { format: 'cardinal-batch', version: 1, message: manifest.batch, hash, manifest } satisfies Readonly<
    Record<keyof BatchFile, unknown>
  >
  return `${JSON.stringify(file)}\n`
}

/** A batch as a bureau reads it, or in a sentence why it cannot be taken. */
export function readBatchFile(text: string): BatchFile | string {
  const value = parsed(text)
  if (!checker.Check(value)) return 'It is not a batch file of version 1.'
  if (value.message !== value.manifest.batch) return 'Its message is not the id of its batch.'
  return sha256(canonical(value.manifest)) === value.hash ? value : 'Its hash is not that of its manifest.'
}

const checker = Compile(BatchFile)

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
