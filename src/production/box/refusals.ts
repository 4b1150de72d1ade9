/** Which orders of a batch the bureau in a box does not take: what its layouts do not allow, and what its script refuses. */

import type { Layout } from '../../catalog/layout.ts'
import { sha256 } from '../../kit/hash.ts'
import type { ManifestLine, OrderBatch } from '../contract/message.ts'
import { photoFacts } from '../photo-facts.ts'
import { preFlight } from '../pre-flight.ts'
import type { Refusals } from './hearing.ts'

type Refusal = { readonly code: string; readonly text: string; readonly field?: string }

export interface Rules {
  /** The layouts that were agreed on; none where the bureau was not told any, and takes all. */
  readonly layouts: readonly Layout[]
  /** Input fields that the script refuses a value in. */
  readonly refuseFields: readonly string[]
  /** Orders that are at the bureau already. */
  readonly known: ReadonlySet<string>
  /** The bytes of a photo that came with the batch, by its SHA-256. */
  photo(sha256: string): Promise<Uint8Array | undefined>
}

/** The orders that are not taken, each with the first reason. No reason repeats a value. */
export async function refusalsOf({ manifest }: OrderBatch, rules: Rules): Promise<Refusals> {
  const refused = new Map<string, Refusal>()
  const seen = new Set(rules.known)
  for (const line of manifest.orders) {
    const refusal = seen.has(line.order) ? KNOWN : await refusalOf(line, rules)
    if (refusal) refused.set(line.order, refusal)
    seen.add(line.order)
  }
  return refused
}

const KNOWN = { code: 'order-known', text: 'The bureau has this order already, from another batch or from another line.' }

async function refusalOf(line: ManifestLine, { layouts, refuseFields, photo }: Rules): Promise<Refusal | undefined> {
  const field = refuseFields.find((name) => line.fields[name])
  if (field !== undefined) return { code: 'field-refused', text: 'The bureau accepts no value in this field at present.', field }
  const bytes = line.photo === null ? undefined : await photo(line.photo)
  if (line.photo !== null && !bytes) return { code: 'photo-missing', text: 'The photo did not come with the batch.' }
  if (bytes && sha256(bytes) !== line.photo) return { code: 'photo-damaged', text: 'The photo is not the one that the batch names.' }
  if (layouts.length === 0) return undefined
  const layout = layouts.find(({ name }) => name === line.layout)
  return layout ? problemsOf(line, layout, bytes)[0] : { code: 'unknown-layout', text: 'No such layout was agreed on.' }
}

/** What the rules of a layout say about an order: the same pre-flight that its orders have passed. */
function problemsOf({ fields }: ManifestLine, layout: Layout, photo: Uint8Array | undefined): Refusal[] {
  const facts = photo && photoFacts(photo, { mediaType: 'application/octet-stream', bytes: photo.length })
  return preFlight(layout, fields, facts).map(({ field, sentence }) => ({ code: 'pre-flight', text: sentence.slice(0, 500), field }))
}
