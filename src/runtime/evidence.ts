import type { Template } from '../engine/object.ts'
import { type Actor, evidencePermission, hiddenIn, isReached, permissionRefusal, readPermission } from '../engine/permit.ts'
import { isRefusal, type Refusal, refuse } from '../engine/refusal.ts'
import { provenEntries } from '../journal/inclusion.ts'
import { JOURNAL_KEYS, packEvidence, SIGNING_KEYS } from '../production/evidence.ts'
import { batchesOnRecord, entryIdsOf, ordersOnRecord, runsOnRecord, saidOnRecord } from '../store/evidence.ts'
import { appendEntries, entryBy } from '../store/journal.ts'
import { readJournalKeys } from '../store/journal-key.ts'
import { readObjectsAbout, type StoredObject } from '../store/object.ts'
import { batchesThatTook } from '../store/receipt.ts'
import { readSigningKeys } from '../store/signing-key.ts'
import { type EvidenceFacts, evidencePage } from './evidence-page.ts'
import { get, type Profile } from './find.ts'
import { journalRefused } from './journal-refused.ts'
import { organisationOf } from './me.ts'
import { receiptFor } from './receipt.ts'
import { maySee, seenOf } from './seen.ts'
import { permissionsOfActor, type World } from './world.ts'

/**
 * Everything that proves what became of a card, as one signed archive (ZIP). Refused to whoever may not take it away, and as if it were not
 * there for a card out of their reach; a refused attempt stands in the journal, and so does the archive that was given.
 */
export async function evidenceOf(
  world: World,
  actor: Actor,
  template: string,
  id: string,
): Promise<{ id: string; zip: Uint8Array } | Refusal> {
  const profile = await profileFor(world, actor, template, id)
  if (isRefusal(profile)) return journalRefused(world, actor, profile)
  const now = world.clock.now()
  const facts = await factsOf(world, actor, profile)
  const [journal, signing, organisation] = await Promise.all([readJournalKeys(world.db), readSigningKeys(world.db), organisationOf(world)])
  const { history, checkpoint, batches, receipt, leftOut, ...others } = facts
  const lines = (values: readonly unknown[]): string => values.map((value) => `${JSON.stringify(value)}\n`).join('')
  const files: readonly (readonly [string, string])[] = [
    ['evidence.md', evidencePage(facts, organisation, now)],
    ['card.json', json(others.card)],
    ['history.jsonl', lines(history)],
    ...(checkpoint === null ? [] : [['checkpoint.txt', checkpoint] as const]),
    ['orders.json', json(others.orders)],
    ['approvals.json', json(others.approvals)],
    ...batches.map((batch) => [`manifest-line-${batch.number}.json`, json(batch)] as const),
    ['bureau-messages.json', json(others.messages)],
    ['recalls.json', json(others.recalls)],
    ['incidents.json', json(others.incidents)],
    ...(receipt ? [['receipt.json', json(receipt)] as const] : []),
    [SIGNING_KEYS, signing.map(({ publicKey }) => publicKey).join('')],
    [JOURNAL_KEYS, journal.map(({ verifier }) => `${verifier}\n`).join('')],
  ]
  const zip = await packEvidence(
    files.map(([name, text]) => ({ name, bytes: Buffer.from(text) })),
    { by: { kind: actor.kind, account: actor.id }, organisation, card: { id, number: others.card.number }, leftOut: [...leftOut] },
    world.signer,
    now,
  )
  const said = { said: '{actor} took away the evidence of {object}.' }
  await appendEntries(world.db, [entryBy(actor, now, world.newId(), { kind: 'other', template, objectId: id, facts: said })])
  return { id, zip }
}

async function profileFor(world: World, actor: Actor, template: string, id: string): Promise<Profile | Refusal> {
  const permissions = permissionsOfActor(world, actor)
  const word = evidencePermission(template)
  const refusal = permissionRefusal(permissions, actor, word, 'take away what proves what became of a card')
  if (refusal) return refusal
  const profile = await get(world, actor, template, id)
  if (isRefusal(profile)) return profile
  if (profile.template.table !== 'card') return refuse('no_such_object', 'Evidence is about a card.', 'Choose a card.')
  if (isReached(permissions.reach(word), actor, profile.object)) return profile
  return refuse(
    'not_permitted',
    `${actor.name} may not take away what proves what became of this card. Nothing was changed.`,
    'Ask an administrator for a role that may, for the unit of its holder.',
  )
}

async function factsOf(world: World, actor: Actor, { template, object }: Profile): Promise<EvidenceFacts> {
  const { db } = world
  const { id } = object
  const [orders, approvals, took] = await Promise.all([ordersOnRecord(db, id), runsOnRecord(db, id), batchesThatTook(db, id)])
  const batchIds = [...new Set([...took.map((batch) => batch.id), ...orders.flatMap(({ batch }) => batch ?? [])])]
  const [batches, history, isWhole] = await Promise.all([
    batchesOnRecord(db, id, batchIds),
    entryIdsOf(db, id).then((ids) => provenEntries(db, ids)),
    isSeenWhole(world, actor, template, object),
  ])
  const names = { id, orders: orders.map((order) => order.id), batches: batches.map((batch) => batch.id) }
  const messages = await saidOnRecord(db, names, object.createdAt)
  const [recalls, incidents] = await Promise.all([about(world, actor, 'recall', id), about(world, actor, 'incident', id)])
  const receipt = object.state === 'aborted' ? await receiptFor(world, actor, world.signer, template.name, id) : undefined
  const unsealed = history.entries.filter((entry) => 'unsealed' in entry).length
  return {
    card: {
      id,
      template: template.name,
      number: object.fields['number'] === null ? null : Number(object.fields['number']),
      state: object.state,
      stateLabel: template.states[object.state]?.label ?? object.state,
      version: object.version,
      madeAt: object.createdAt,
      changedAt: object.changedAt,
      holder: object.personId,
    },
    history: history.entries,
    checkpoint: history.checkpoint?.note ?? null,
    orders,
    approvals,
    batches: isWhole ? batches : batches.map((batch) => ({ ...batch, line: idsIn(batch.line) })),
    messages: isWhole ? messages : messages.map((message) => ({ ...message, lines: message.lines.map(idsIn) })),
    recalls: recalls ?? [],
    incidents: incidents ?? [],
    receipt: receipt && !isRefusal(receipt) ? receipt : undefined,
    leftOut: [
      'The names of whoever acted: accounts are named by their ids.',
      ...(unsealed > 0 ? [`The proofs of ${unsealed} entries of the journal that are not sealed yet; ask again in a minute.`] : []),
      ...(isWhole ? [] : ['What was printed on the card, and what the bureau read out of it: it is hidden from whoever asked.']),
      ...(batches.some(({ erasedAt }) => erasedAt !== null) ? ['What erased manifests said: their ids are left.'] : []),
      ...(recalls ? [] : ['Recalls: whoever asked may not see them.']),
      ...(incidents ? [] : ['Incidents: whoever asked may not see them.']),
      ...(receipt && isRefusal(receipt) ? [`A receipt: ${receipt.sentence.replace(' Nothing was changed.', '')}`] : []),
    ],
  }
}

const MOST = 1000

/** The recalls or incidents about a card, as far as whoever asks may see them; undefined where they may see none at all. */
async function about(
  world: World,
  actor: Actor,
  table: 'recall' | 'incident',
  cardId: string,
): Promise<EvidenceFacts['recalls'] | undefined> {
  const seen = world.catalog.templates.filter((each) => each.table === table && maySee(permissionsOfActor(world, actor), each))
  if (seen.length === 0) return undefined
  const found = await Promise.all(
    seen.map(async (template) => seenOf(world, actor, template, await readObjectsAbout(world.db, template, cardId, MOST))),
  )
  return found.flat().map(({ id, template, state, version, createdAt, changedAt, fields }) => {
    const { askedBy: _, owner: __, ...told } = fields
    return { id, template, state, version, createdAt, changedAt, fields: told }
  })
}

/** Whether nothing of the card and of its holder stays hidden from them: what was printed came from both. */
async function isSeenWhole(world: World, actor: Actor, template: Template, card: StoredObject): Promise<boolean> {
  const permissions = permissionsOfActor(world, actor)
  if (hiddenIn(permissions.reach(readPermission(template.name)), actor, card).size > 0) return false
  if (card.personId === null) return true
  const holder = { id: card.personId, personId: null, unit: card.unit }
  return world.catalog.templates
    .filter(({ table }) => table === 'person')
    .some(({ name }) => {
      const reaches = permissions.reach(readPermission(name))
      return isReached(reaches, actor, holder) && hiddenIn(reaches, actor, holder).size === 0
    })
}

/** Of a line, which order and card it is about, and nothing that was printed or read. */
const idsIn = (line: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(['order', 'card', 'cardNumber', 'layout', 'recall'].flatMap((name) => (name in line ? [[name, line[name]]] : [])))

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
