/** The first day: the administrator brings in the people, gives the officers their accounts, and enables what they work with. */
import { isRefusal } from '../engine/refusal.ts'
import { actorOf, schedulerActor } from '../identity/actor.ts'
import { createAccount } from '../identity/create-account.ts'
import { BUREAU } from '../production/bureau.ts'
import { localDay } from '../production/card-data.ts'
import { publish } from '../runtime/publish.ts'
import { writePhotos } from '../store/person.ts'
import { imported } from './cohorts.ts'
import { chanceFrom } from './demo-chance.ts'
import { portraitOf } from './portrait.ts'
import { NORDKORT, nordkort } from './staff-card.ts'
import { type Officer, of, officer, type Stage } from './stage.ts'

/** The officers in the order of the organisation's first people, each with a role; those who can sign in are marked. */
const officers: readonly { readonly name: Officer; readonly role: string; readonly signsIn: boolean }[] = [
  { name: 'admin', role: 'administrator', signsIn: true },
  { name: 'operator', role: 'operator', signsIn: true },
  { name: 'approver', role: 'approver', signsIn: true },
  { name: 'helpdesk', role: 'helpdesk', signsIn: true },
  { name: 'jonas.wikholm', role: 'operator', signsIn: false },
  { name: 'priya.nairstad', role: 'operator', signsIn: false },
]

/** The accounts that can sign in. */
export const accountNames: readonly string[] = officers.filter(({ signsIn }) => signsIn).map(({ name }) => name)

export function firstDay(stage: Stage, password: string): void {
  const { agenda, calendar, attach } = stage
  agenda.at(calendar.at(62, '07:40'), () => appoint(stage, password, 0))
  agenda.at(calendar.at(62, '08:05'), () => importPeople(stage))
  officers.slice(1).forEach((_, at) => {
    agenda.at(calendar.at(62, `08:${30 + at * 4}`), () => appoint(stage, password, at + 1))
  })
  agenda.at(calendar.at(62, '09:20'), () => agreeWithBureau(stage))
  agenda.at(calendar.at(61, '09:10'), () =>
    attach('user', 'active', ['order-card'], 'The roll-out begins: cards are ordered at this desk.'),
  )
  agenda.at(calendar.at(61, '09:14'), () =>
    attach('card', 'processing', ['abort-card-order'], 'A mistake can be taken back until the order leaves the queue.'),
  )
  agenda.at(calendar.at(56, '13:20'), async () => {
    await attach('card', 'ordered', ['update-card-order'], 'Operators may ask the bureau for news.')
    agenda.pass(70)
    await attach('card', 'inProduction', ['update-card-order'], 'Operators may ask the bureau for news.')
  })
  agenda.at(calendar.at(42, '10:45'), () =>
    attach(
      'user',
      'active',
      ['register-card', 'request-card'],
      'Cards for external staff are approved first; others are entered beforehand.',
    ),
  )
  agenda.at(calendar.at(31, '14:05'), () =>
    attach('user', 'new', ['register-user', 'request-user'], 'People who start later are entered beforehand, external staff are approved.'),
  )
}

/** The last minutes: what the roll-out needed is taken away again, so that whoever opens the demo enables what they want. */
export function lastMinutes({ agenda, end, detach }: Stage): void {
  const why = 'The roll-out is over. From here on each command is enabled when it is asked for.'
  agenda.at(new Date(end.getTime() - 120_000), async () => {
    await detach('user', 'active', ['order-card', 'register-card', 'request-card'], why)
    agenda.pass(12)
    await detach('user', 'new', ['register-user', 'request-user'], why)
    agenda.pass(9)
    await detach('card', 'processing', ['abort-card-order'], why)
    agenda.pass(11)
    await detach('card', 'ordered', ['update-card-order'], why)
    agenda.pass(8)
    await detach('card', 'inProduction', ['update-card-order'], why)
  })
}

async function appoint({ world, officers: actors, people, users }: Stage, password: string, at: number): Promise<void> {
  const [given, person, user] = [officers[at], people[at], users.get(at)]
  if (!given || !person) throw new Error('The demo has more officers than people.')
  const account = await createAccount(world, actors.get('admin') ?? schedulerActor, {
    name: given.name,
    displayName: `${person.firstName} ${person.lastName}`,
    roles: [given.role],
    ...(given.signsIn && { password }),
    ...(user !== undefined && { personId: user }),
  })
  if (isRefusal(account)) throw new Error(`The demo could not create an account: ${account.sentence}`)
  actors.set(given.name, actorOf(account, world.clock.now()))
}

/** The first bureau gets its name, and the layout that was agreed on with it. */
async function agreeWithBureau({ world, officers: actors, end }: Stage): Promise<void> {
  const today = localDay(end, String(world.definitions.current().options.CardsAddonExtProdTimeZone))
  const change = { kind: 'bureau', name: BUREAU, definition: nordkort(today) } as const
  const why = `The staff card as it was agreed on with ${NORDKORT}, and the days on which they are closed.`
  const published = await publish(world, officer(actors, 'admin'), { change, ifMatch: undefined, why })
  if (isRefusal(published)) throw new Error(`The demo could not define its bureau: ${published.sentence}`)
}

async function importPeople(stage: Stage): Promise<void> {
  const { world, users, perform } = stage
  for (const person of imported) users.set(person, world.newId())
  const rows = Object.fromEntries(imported.map((person) => [users.get(person), fieldsOf(stage, person)]))
  await perform('admin', 'import-users', of(users, imported), undefined, { rows })
  await takePhotos(stage, imported)
}

/** The fields of a user, as a form or a file gives them. */
export function fieldsOf({ people }: Stage, person: number): Record<string, string> {
  const found = people[person]
  if (!found) throw new Error(`There is no person ${person} in the demo.`)
  const { named: _, ...fields } = found
  return fields
}

/** Nearly everybody has a photo; one in forty has not brought one yet. Each face hangs on its person alone. */
export async function takePhotos({ world, people, users }: Stage, of: readonly number[]): Promise<void> {
  const photos = of.flatMap((person) => {
    const [found, user] = [people[person], users.get(person)]
    if (!found || !user || person % 40 === 39) return []
    return [{ personId: user, mediaType: 'image/svg+xml', bytes: Buffer.from(portraitOf(chanceFrom(person * 7919 + 17), found)) }]
  })
  await writePhotos(world.db, photos, world.clock.now())
}
