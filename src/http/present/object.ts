import type { Catalog } from '../../catalog/catalog.ts'
import type { Departure } from '../../runtime/departures.ts'
import type { find, Profile } from '../../runtime/find.ts'
import type { Told } from '../../runtime/history.ts'
import { labelOf, titleOf } from '../../runtime/titles.ts'
import type * as Contract from '../contract/object.ts'

type Found = Exclude<Awaited<ReturnType<typeof find>>, { code: string }>['objects'][number]

/** The lines of a result list. A card says until when its order can be aborted; null for all but a queued one. */
export const presentLines = (catalog: Catalog, objects: readonly Found[], departures: ReadonlyMap<string, Departure>): Contract.Row[] =>
  objects.map((object) => ({
    ...presentRow(catalog, object),
    ...(object.personId !== null && presentDeparture(departures.get(object.id))),
  }))

const presentDeparture = (departure: Departure | undefined) => ({
  abortableUntil: timeOf(departure?.abortableUntil ?? null),
  heldAt: timeOf(departure?.heldAt ?? null),
  stoppedAt: timeOf(departure?.stoppedAt ?? null),
})

const presentRow = (catalog: Catalog, object: Found): Contract.Row => ({
  id: object.id,
  template: object.template,
  state: object.state,
  label: labelOf(catalog, object),
  fields: valuesOf(object.fields),
})

/** What is known of the queue that a card's order waits in: whose it is, and when the order leaves it. */
export interface Queue {
  /** What people call the bureau. */
  readonly label: string
  /** Undefined where the order is not in the queue. */
  readonly departure: Departure | undefined
}

/** One object with what belongs to it. */
export function presentObject(catalog: Catalog, { object, order, related }: Profile, queue: Queue | undefined): Contract.OneObject {
  return {
    ...presentRow(catalog, object),
    version: object.version,
    title: titleOf(catalog, object),
    createdAt: object.createdAt.toISOString(),
    changedAt: object.changedAt.toISOString(),
    ...(object.personId !== null && object.cardId === null && { order: order && queue ? presentOrder(order, queue) : null }),
    related: related.map((other) => ({
      id: other.object.id,
      template: other.object.template,
      state: other.object.state,
      label: labelOf(catalog, other.object),
      relation: other.relation,
    })),
  }
}

export const presentTold = (catalog: Catalog, { entry, sentence, object }: Told): Contract.HistoryItem => ({
  id: entry.id,
  at: entry.at.toISOString(),
  actor: { name: entry.actorName, kind: entry.actorKind },
  kind: entry.kind,
  sentence,
  useCase: catalog.useCases.find((useCase) => useCase.symbol === entry.useCase)?.slug ?? null,
  from: entry.from,
  to: entry.to,
  run: entry.runId,
  object,
})

type Order = NonNullable<Profile['order']>

const presentOrder = (order: Order, { label, departure }: Queue): Contract.Order => ({
  id: order.id,
  status: order.status,
  bureau: label,
  queuedAt: order.queuedAt.toISOString(),
  queuedBy: order.queuedBy,
  ...presentDeparture(departure),
  heldBy: departure ? order.heldBy : null,
  heldWhy: departure ? order.heldWhy : null,
  claimedAt: timeOf(order.claimedAt),
  sentAt: timeOf(order.sentAt),
  answeredAt: timeOf(order.answeredAt),
  withdrawnAt: timeOf(order.withdrawnAt),
  batch: order.batch && {
    id: order.batch.id,
    number: order.batch.number,
    status: order.batch.status,
    cutOffAt: timeOf(order.batch.cutOffAt),
  },
  bureauReference: order.bureauReference,
})

const timeOf = (time: Date | null): string | null => time?.toISOString() ?? null

const valuesOf = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]))
