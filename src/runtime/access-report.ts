import { type Actor, permissionRefusal } from '../engine/permit.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { keptSentence } from '../journal/kept-sentence.ts'
import { sentenceOf } from '../journal/sentence.ts'
import { isId } from '../kit/id.ts'
import { packFiles } from '../production/bureaus/archive.ts'
import { accountsOfPerson } from '../store/account.ts'
import { cardsOfPeople } from '../store/card-of-person.ts'
import { type HeldInTable, heldAbout } from '../store/held-about.ts'
import { appendEntries, entriesOfObject, entryBy, everyEntryOf, type StoredEntry } from '../store/journal.ts'
import { readObjects, type StoredObject } from '../store/object.ts'
import { readPhoto } from '../store/person.ts'
import { reportPage } from './access-report-page.ts'
import { get } from './find.ts'
import { organisationOf } from './me.ts'
import { openEntries } from './personal-entries.ts'
import { permissionsOfActor, type World } from './world.ts'

/** Everything that is held about one person, as `report.json` has it. */
export interface AccessReport {
  readonly format: 'cardinal-access-report'
  readonly version: 1
  readonly organisation: string
  /** When it was made. */
  readonly at: string
  readonly person: string
  readonly held: readonly HeldInTable[]
  /** What the journal tells of them, of each of their cards, and of what was done with their account, newest first. */
  readonly journal: readonly { readonly about: string; readonly lines: readonly { readonly at: string; readonly sentence: string }[] }[]
  /** What is not in it, and why. */
  readonly leftOut: readonly string[]
}

const MOST_LINES = 10_000

const LEFT_OUT = [
  'Passwords and the keys of sessions: they are kept as hashes, or sealed, and are shown to nobody.',
  'Backups, which hold what was there when they were made.',
  'What bureaus and carriers hold: they answer for it themselves.',
  `Of the journal, lines beyond the newest ${MOST_LINES} about one thing.`,
]

/**
 * Everything that is held about a person as an archive (ZIP) with `report.json`, the same to be read as `report.html`, and the photo. Refused
 * to whoever may not ask for it; that it was asked for stands in the journal.
 */
export async function accessReport(
  world: World,
  actor: Actor,
  template: string,
  id: string,
): Promise<{ id: string; zip: Uint8Array } | Refusal> {
  const refusal = permissionRefusal(
    permissionsOfActor(world, actor),
    actor,
    'report:user',
    'ask for everything that is held about a person',
  )
  if (refusal) {
    const facts = { code: refusal.code, sentence: keptSentence(refusal, actor) }
    const told = { kind: 'refused', template, objectId: isId(id) ? id : null, facts } as const
    await appendEntries(world.db, [entryBy(actor, world.clock.now(), world.newId(), told)])
    return refusal
  }
  const profile = await get(world, actor, template, id)
  if ('code' in profile) return profile
  if (profile.template.table !== 'person') return refuse('no_such_object', 'An access report is about a user.', 'Choose a user.')
  const report = await reportOn(world, profile.object)
  const photo = await readPhoto(world.db, id)
  const now = world.clock.now()
  const zip = await packFiles(
    [
      { name: 'report.json', bytes: Buffer.from(`${JSON.stringify(report, null, 2)}\n`) },
      { name: 'report.html', bytes: Buffer.from(reportPage(report, photo)) },
      ...(photo ? [{ name: `photo.${photo.mediaType.replace(/^image\//, '').replace(/\W.*$/, '')}`, bytes: photo.bytes }] : []),
    ],
    now,
  )
  const facts = { said: '{actor} was given everything that is held about {object}.' }
  await appendEntries(world.db, [entryBy(actor, now, world.newId(), { kind: 'other', template, objectId: id, facts })])
  return { id, zip }
}

async function reportOn(world: World, person: StoredObject): Promise<AccessReport> {
  const cards = (await cardsOfPeople(world.db, [person.id])).map(({ id }) => id)
  const objects = new Map<string, StoredObject>([[person.id, person]])
  for (const template of world.catalog.templates.filter(({ table }) => table === 'card'))
    for (const card of await readObjects(world.db, template, cards)) objects.set(card.id, card)
  const told = async (about: string, entries: readonly StoredEntry[]) => ({
    about,
    lines: (await openEntries(world, world.db, entries)).map((entry) => ({
      at: entry.at.toISOString(),
      sentence: sentenceOf(world.catalog, entry, objects.get(entry.objectId ?? '')),
    })),
  })
  const journal = [await told('The person', await entriesOfObject(world.db, person.id, undefined, MOST_LINES))]
  for (const id of cards)
    journal.push(await told(`Card ${objects.get(id)?.fields['number'] ?? id}`, await entriesOfObject(world.db, id, undefined, MOST_LINES)))
  for (const { id } of await accountsOfPerson(world.db, person.id))
    journal.push(await told('What they did', (await everyEntryOf(world.db, id, MOST_LINES)).map(withoutOthers)))
  return {
    format: 'cardinal-access-report',
    version: 1,
    organisation: await organisationOf(world),
    at: world.clock.now().toISOString(),
    person: person.id,
    held: await heldAbout(world.db, person.id, cards),
    journal,
    leftOut: LEFT_OUT,
  }
}

/** What somebody wrote about another person belongs to that person. */
function withoutOthers(entry: StoredEntry): StoredEntry {
  const { personal: _, ...facts } = entry.facts
  return { ...entry, facts: 'personal' in entry.facts ? { ...facts, personal: '' } : facts }
}
