import type { ProvenEntry } from '../journal/inclusion.ts'
import type { Receipt } from '../production/receipt.ts'
import type { BatchOnRecord, OrderOnRecord, RunOnRecord, SaidOnRecord } from '../store/evidence.ts'
import type { StoredObject } from '../store/object.ts'

/** What there is to prove of a card. */
export interface EvidenceFacts {
  readonly card: {
    readonly id: string
    readonly template: string
    readonly number: number | null
    readonly state: string
    readonly stateLabel: string
    readonly version: number
    readonly madeAt: Date
    readonly changedAt: Date
    readonly holder: string | null
  }
  readonly history: readonly ProvenEntry[]
  /** The newest checkpoint of the journal, which the proofs lead to; null where nothing is sealed yet. */
  readonly checkpoint: string | null
  readonly orders: readonly OrderOnRecord[]
  readonly approvals: readonly RunOnRecord[]
  readonly batches: readonly BatchOnRecord[]
  readonly messages: readonly SaidOnRecord[]
  readonly recalls: readonly Omit<StoredObject, 'personId' | 'cardId' | 'unit'>[]
  readonly incidents: readonly Omit<StoredObject, 'personId' | 'cardId' | 'unit'>[]
  readonly receipt: Receipt | undefined
  /** What is not in it, and why. */
  readonly leftOut: readonly string[]
}

/** The same to be read by a person: what the files hold, and how to check them. */
export function evidencePage({ card, ...facts }: EvidenceFacts, organisation: string, now: Date): string {
  const sealed = facts.history.filter((entry) => !('unsealed' in entry)).length
  const approved = facts.approvals.filter(({ approver }) => approver !== null)
  return [
    `# Evidence of card ${card.number ?? card.id}`,
    '',
    `Made by ${organisation} at ${now.toISOString()}. The card is ${card.stateLabel}; it was made at ${card.madeAt.toISOString()}, and changed last at ${card.changedAt.toISOString()}.`,
    '',
    '## What happened',
    '',
    ...facts.history.map(historyLine),
    '',
    '## Orders',
    '',
    ...orNone(facts.orders.map(orderLine), 'The card was never ordered.'),
    '',
    '## Who agreed',
    '',
    ...orNone(
      approved.map(
        (run) =>
          `- ${run.useCase}: asked for by ${run.requester ?? run.requesterKind}, agreed to by ${run.approver} at ${time(run.approvedAt)}.`,
      ),
      'Nothing about the card awaited a second person who agreed.',
    ),
    '',
    '## Manifests',
    '',
    ...orNone(
      facts.batches.map(
        ({ number, bureau, status, hash, sealedAt }) =>
          `- Batch ${number} for the bureau ${bureau}, sealed at ${sealedAt.toISOString()}, now ${status}; its hash is ${hash}.`,
      ),
      'The card is in no manifest.',
    ),
    '',
    '## What else there is',
    '',
    `- Messages of bureaus about it: ${facts.messages.length}. Recalls: ${facts.recalls.length}. Incidents: ${facts.incidents.length}.`,
    `- Entries of the journal: ${facts.history.length}, of which ${sealed} are sealed and come with a proof.`,
    `- ${facts.receipt ? `A receipt: ${facts.receipt.statement}` : 'There is no receipt.'}`,
    '',
    '## What is not in it',
    '',
    ...facts.leftOut.map((sentence) => `- ${sentence}`),
    '',
    '## How to check it',
    '',
    '`cardinal verify-evidence <this archive> --key <public keys>` checks every file. Take the keys from this installation yourself: those in `keys/` came with the archive.',
    '',
  ].join('\n')
}

function historyLine(proven: ProvenEntry): string {
  const { at, kind, from, to, useCase } = proven.entry as Readonly<Record<string, string | null>>
  const moved = from && to ? ` from ${from} to ${to}` : to ? ` to ${to}` : ''
  return `- ${at}: ${kind}${moved}${useCase ? `, by ${useCase}` : ''}${'unsealed' in proven ? ' (not sealed yet)' : ''}.`
}

function orderLine({ id, bureau, status, queuedAt, claimedAt, sentAt, answeredAt, withdrawnAt }: OrderOnRecord): string {
  const times = [
    `queued ${time(queuedAt)}`,
    ...(claimedAt ? [`claimed ${time(claimedAt)}`] : []),
    ...(sentAt ? [`sent ${time(sentAt)}`] : []),
    ...(answeredAt ? [`answered ${time(answeredAt)}`] : []),
    ...(withdrawnAt ? [`withdrawn ${time(withdrawnAt)}`] : []),
  ]
  return `- ${id} for the bureau ${bureau}, now ${status}: ${times.join(', ')}.`
}

const time = (at: Date | null): string => at?.toISOString() ?? 'a time that is not known'

const orNone = (lines: readonly string[], none: string): readonly string[] => (lines.length > 0 ? lines : [none])
