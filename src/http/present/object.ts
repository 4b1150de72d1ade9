import type { Catalog } from '../../catalog/catalog.ts'
import type { find, Profile } from '../../runtime/find.ts'
import type { Told } from '../../runtime/history.ts'
import type { BureauFacts } from '../../runtime/production.ts'
import { labelOf, titleOf } from '../../runtime/titles.ts'
import type * as Contract from '../contract/object.ts'

type Found = Exclude<Awaited<ReturnType<typeof find>>, { code: string }>['objects'][number]

/** One line of a result list. */
export const presentRow = (catalog: Catalog, object: Found): Contract.Row => ({
  id: object.id,
  template: object.template,
  state: object.state,
  label: labelOf(catalog, object),
  fields: valuesOf(object.fields),
})

/** What is known of the queue that a card's order waits in: whose it is, and when it is sent next. */
export interface Queue {
  readonly bureau: BureauFacts
  readonly leavesAt: Date | null
}

/** One object with what belongs to it. */
export function presentObject(catalog: Catalog, { object, order, related }: Profile, queue: Queue): Contract.OneObject {
  return {
    ...presentRow(catalog, object),
    version: object.version,
    title: titleOf(catalog, object),
    createdAt: object.createdAt.toISOString(),
    changedAt: object.changedAt.toISOString(),
    ...(object.personId !== null && { order: order ? presentOrder(order, queue) : null }),
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

const presentOrder = (order: Order, { bureau, leavesAt }: Queue): Contract.Order => ({
  id: order.id,
  status: order.status,
  bureau: order.bureau === bureau.name ? bureau.label : order.bureau,
  queuedAt: order.queuedAt.toISOString(),
  queuedBy: order.queuedBy,
  leavesAt: order.status === 'queued' ? timeOf(leavesAt) : null,
  claimedAt: timeOf(order.claimedAt),
  sentAt: timeOf(order.sentAt),
  answeredAt: timeOf(order.answeredAt),
  withdrawnAt: timeOf(order.withdrawnAt),
  batch: order.batch && { ...order.batch },
  bureauReference: order.bureauReference,
})

const timeOf = (time: Date | null): string | null => time?.toISOString() ?? null

const valuesOf = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]))
