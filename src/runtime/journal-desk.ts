/** The journal as an administrator sees it: whether it is whole, where it is sealed to, and what it says. */
import { type Actor, permissionRefusal, readPermission } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { type Checkpoint, readCheckpoint } from '../journal/checkpoint.ts'
import { provenEntries } from '../journal/inclusion.ts'
import { countUnsealed } from '../journal/seal.ts'
import { isId } from '../kit/id.ts'
import { readNote, readVerifier } from '../kit/signed-note.ts'
import { readPublications } from '../store/definition.ts'
import { type EntryFilter, findEntries } from '../store/journal.ts'
import { readAnchors, type StoredAnchor } from '../store/journal-anchor.ts'
import { readJournalKeys, type StoredJournalKey } from '../store/journal-key.ts'
import { newestCheckpoints } from '../store/journal-tree.ts'
import { newestVerification, type StoredVerification } from '../store/journal-verification.ts'
import { type Told, toldAll } from './history.ts'
import { journalOf } from './journal-settings.ts'
import { hiddenFields } from './seen.ts'
import { sentenceOfPublication } from './versions.ts'
import { permissionsOfActor, templateOf, type World } from './world.ts'

export interface JournalView {
  /** The one that is being done, and the last that ended. */
  readonly running: StoredVerification | undefined
  readonly last: StoredVerification | undefined
  readonly checkpoint: (Checkpoint & { readonly at: Date; readonly keys: readonly string[] }) | undefined
  readonly unsealed: number
  /** Every place that is set, also where nothing was tried yet. */
  readonly anchors: readonly {
    readonly kind: StoredAnchor['kind']
    readonly target: string | null
    readonly tried: StoredAnchor | undefined
  }[]
}

export async function journalView(world: World, actor: Actor): Promise<JournalView | Refusal> {
  const refusal = mayNotSee(world, actor)
  if (refusal) return refusal
  const { db } = world
  const { folder, anchors } = journalOf(world)
  const [newest, last, [stored], unsealed, tried] = await Promise.all([
    newestVerification(db),
    newestVerification(db, { ended: true }),
    newestCheckpoints(db, 1),
    countUnsealed(db),
    readAnchors(db),
  ])
  const checkpoint = stored && readCheckpoint(stored.note)
  const keys = stored ? (readNote(stored.note)?.signatures ?? []).map(({ hash }) => hash) : []
  const places = [
    { kind: 'folder' as const, target: folder },
    { kind: 'file' as const, target: anchors.file },
    // The rest of the address may be a token.
    { kind: 'url' as const, target: anchors.url && new URL(anchors.url).host },
    { kind: 'mail' as const, target: anchors.mail },
  ]
  return {
    running: newest?.endedAt === null ? newest : undefined,
    last,
    checkpoint: checkpoint && stored && { ...checkpoint, at: stored.at, keys },
    unsealed,
    anchors: places.flatMap(({ kind, target }) =>
      target === undefined ? [] : [{ kind, target, tried: tried.find((anchor) => anchor.kind === kind) }],
    ),
  }
}

/** The entries that fit, newest first, in sentences. */
export async function journalEntries(
  world: World,
  actor: Actor,
  filter: EntryFilter,
  after: string | undefined,
  limit: number,
): Promise<{ readonly items: ToldInFull[]; readonly next: string | null } | Refusal> {
  const refusal = mayNotSee(world, actor)
  if (refusal) return refusal
  if (after !== undefined && !isId(after))
    return refuse('invalid_cursor', 'The mark `after` is not one that a page of this list ended with.', 'Begin the list again.')
  if (filter.objectId !== undefined && !isId(filter.objectId)) return { items: [], next: null }
  const { entries, next } = await findEntries(world.db, filter, after, limit)
  const told = await tellPublished(world, await toldAll(world, actor, entries))
  return { items: told.map((each) => ({ ...each, changes: changesIn(world, actor, each) })), next }
}

/** An entry with what it changed, field by field. */
export type ToldInFull = Told & { readonly changes: readonly FieldChange[] }

export interface FieldChange {
  /** As people call the field. */
  readonly field: string
  readonly before: string | null
  readonly after: string | null
}

/** From what to what: nothing where it was erased, or where whoever looks may not see the object or the field. */
function changesIn(world: World, actor: Actor, { entry, object }: Told): FieldChange[] {
  const template = object && templateOf(world, object.template)
  const { before, after } = entry.facts
  if (!template || typeof before !== 'string' || typeof after !== 'string') return []
  const hidden = hiddenFields(permissionsOfActor(world, actor).reach(readPermission(template.name)), template)
  const [was, is] = [JSON.parse(before), JSON.parse(after)] as Record<string, unknown>[]
  const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value))
  return Object.keys(is ?? {})
    .filter((name) => !hidden.has(name))
    .map((name) => ({ field: template.fields[name]?.label ?? name, before: text(was?.[name]), after: text(is?.[name]) }))
}

/** What was published, in the sentence that Versions has for it. */
async function tellPublished(world: World, told: readonly Told[]): Promise<Told[]> {
  const idOf = ({ entry }: Told): string => String(entry.facts['publication'] ?? '')
  const ids = told.map(idOf).filter(isId)
  const published = ids.length === 0 ? [] : await readPublications(world.db, ids)
  const sentences = new Map(published.map((publication) => [publication.id, sentenceOfPublication(world, publication)]))
  return told.map((each) => ({ ...each, sentence: sentences.get(idOf(each)) ?? each.sentence }))
}

/** What proves that an entry is in the journal, to whoever has the public key. */
export interface JournalProof {
  readonly format: 'cardinal-journal-proof'
  readonly version: 1
  readonly entry: unknown
  readonly position: number
  /** The hashes beside the way from the entry up to the root, from below, in base64. */
  readonly path: readonly string[]
  readonly checkpoint: string
  readonly keys: readonly string[]
}

export async function journalProof(world: World, actor: Actor, id: string): Promise<JournalProof | Refusal> {
  const refusal = mayNotSee(world, actor)
  if (refusal) return refusal
  const { db } = world
  const { entries, checkpoint } = await provenEntries(db, isId(id) ? [id] : [])
  const [proven] = entries
  if (!proven) return refuse('no_such_entry', `There is no entry "${id}" in the journal.`, 'Look for it in Admin > Journal.')
  if ('unsealed' in proven || !checkpoint)
    return refuse(
      'entry_not_sealed',
      'This entry is not sealed yet, so there is no proof of it. Nothing was changed.',
      'Ask again in a few seconds.',
    )
  return {
    format: 'cardinal-journal-proof',
    version: 1,
    ...proven,
    checkpoint: checkpoint.note,
    keys: (await readJournalKeys(db)).map(({ verifier }) => verifier),
  }
}

/** The public keys that checkpoints are and were signed with; open to everyone. */
export async function journalKeys({ db }: Pick<World, 'db'>): Promise<readonly (StoredJournalKey & { readonly hash: string })[]> {
  return (await readJournalKeys(db)).map((key) => ({ ...key, hash: readVerifier(key.verifier)?.hash ?? '' }))
}

const mayNotSee = (world: World, actor: Actor): Refusal | undefined =>
  permissionRefusal(permissionsOfActor(world, actor), actor, 'admin:journal', 'see the journal in Admin')
