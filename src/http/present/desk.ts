import type { Catalog } from '../../catalog/catalog.ts'
import type { IncidentTask } from '../../runtime/incident-tasks.ts'
import type { RecallOnDesk } from '../../runtime/recall-desk.ts'
import { titleOf } from '../../runtime/titles.ts'
import type * as Contract from '../contract/desk.ts'

type LabelOf = (bureau: string) => string

export function presentRecall(catalog: Catalog, labelOf: LabelOf, { recall, card }: RecallOnDesk): Contract.DeskRecall {
  const { fields } = recall
  return {
    id: recall.id,
    number: Number(fields['number']),
    state: recall.state,
    card: aboutCard(catalog, card),
    bureau: { name: String(fields['bureau']), label: labelOf(String(fields['bureau'])) },
    reason: String(fields['reason']),
    askedBy: String(fields['askedBy']),
    askedAt: timeIn(fields['askedAt']) ?? recall.createdAt.toISOString(),
    deadline: timeIn(fields['deadline']) ?? recall.createdAt.toISOString(),
    sentAt: timeIn(fields['sentAt']),
    answeredAt: timeIn(fields['answeredAt']),
    answer: textIn(fields['answer']),
    trouble: textIn(fields['trouble']),
  }
}

export function presentIncident(catalog: Catalog, labelOf: LabelOf, { incident, card, isMine }: IncidentTask): Contract.IncidentTask {
  const { fields } = incident
  const bureau = textIn(fields['bureau'])
  return {
    id: incident.id,
    number: Number(fields['number']),
    state: incident.state,
    kind: String(fields['kind']),
    what: String(fields['what']),
    owner: textIn(fields['owner']),
    mine: isMine,
    bureau: bureau === null ? null : { name: bureau, label: labelOf(bureau) },
    card: aboutCard(catalog, card),
    openedAt: incident.createdAt.toISOString(),
  }
}

const aboutCard = (catalog: Catalog, card: RecallOnDesk['card']): Contract.AboutCard | null =>
  card
    ? {
        id: card.id,
        template: card.template,
        state: card.state,
        title: titleOf(catalog, card),
        blockOnArrival: textIn(card.fields['blockOnArrival']),
      }
    : null

const timeIn = (value: unknown): string | null => (value instanceof Date ? value.toISOString() : textIn(value))

const textIn = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)
