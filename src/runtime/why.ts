import { type Actor, type Grant, hiddenIn, permissionRefusal, readPermission, startRefusal, wordsOf } from '../engine/permit.ts'
import { wayInAdmin } from '../engine/place-in-admin.ts'
import { type Refusal, refuse } from '../engine/refusal.ts'
import { NEW, startPermission, type UseCase } from '../engine/use-case.ts'
import { heldOn } from '../identity/actor.ts'
import { labelOf, titleOf } from '../journal/sentence.ts'
import { isId } from '../kit/id.ts'
import { readObjects, type StoredObject } from '../store/object.ts'
import { namedGrantsOf } from '../store/role-holder.ts'
import { noSuchUseCase } from './begin.ts'
import { attachedStates } from './definitions.ts'
import { grantWords, today } from './grant-words.ts'
import { refusalsOf } from './offers.ts'
import { stateWords } from './roles.ts'
import { readSeen } from './seen.ts'
import { creatorRefusal, newRefusal, objectRefusal } from './verdict.ts'
import { asked, few, type Holding, holdingWords, no, note, reachStep, type Step, yes } from './why-words.ts'
import { permissionsOfActor, templateOf, useCaseBySlug, type World } from './world.ts'

export interface WhyAsked {
  /** The account that is asked about; whoever asks, where it is left out. */
  readonly account?: string | undefined
  readonly useCase: string
  readonly object?: string | undefined
}

/** Whether somebody may start a use case, and why: step by step, to the one that forbids it, or to the end. */
export interface Why {
  readonly account: { readonly id: string; readonly name: string }
  readonly useCase: UseCase
  readonly object: { readonly id: string; readonly template: string; readonly title: string } | null
  readonly may: boolean
  readonly steps: readonly Step[]
  /** What would help, where they may not. */
  readonly remedy: string | null
}

/**
 * Explains what `offers` answers and `begin` does: it asks the same questions, in the same order. Everybody may ask about themselves; about
 * others, whoever administers roles. An object that the asker does not see is not spoken of.
 */
export async function why(world: World, asker: Actor, { account, useCase: slug, object: objectId }: WhyAsked): Promise<Why | Refusal> {
  const useCase = useCaseBySlug(world, slug)
  if (!useCase) return noSuchUseCase(slug)
  const person = await personOf(world, asker, account)
  if ('code' in person) return person
  const object = objectId === undefined ? undefined : await objectOf(world, asker, useCase, objectId)
  if (object && 'code' in object) return object
  const told = await tell(world, person, useCase, object)
  const title = object ? titleOf(world.catalog, object) : null
  return {
    account: { id: person.actor.id ?? '', name: person.actor.name },
    useCase,
    object: object && title !== null ? { id: object.id, template: object.template, title } : null,
    may: told.may,
    steps: [...told.steps, conclusion(person.actor.name, useCase, title, told)],
    remedy: told.remedy,
  }
}

interface Person {
  readonly actor: Actor
  readonly holdings: readonly Holding[]
  readonly over: readonly Holding[]
  /** Why the account can do nothing at all. */
  readonly closed?: string
}

async function personOf(world: World, asker: Actor, id: string | undefined): Promise<Person | Refusal> {
  const isSelf = id === undefined || id === asker.id
  if (!isSelf) {
    const refusal = permissionRefusal(permissionsOfActor(world, asker), asker, 'admin:roles', 'ask what others may do')
    if (refusal) return refusal
  }
  const template = templateOf(world, 'account')
  const accountId = id ?? asker.id ?? ''
  const [account] = template && isId(accountId) ? await readObjects(world.db, template, [accountId]) : []
  if (!template || !account)
    return refuse('no_such_account', `There is no account with the id ${accountId}.`, 'Search for the account again.')
  const holdingOf = (grant: Grant, until: string | null): Holding => ({ grant, until, called: calledBy(world, grant.role) })
  // Somebody who looks as another role would is asked about as that role.
  if (isSelf && asker.within) return { actor: asker, holdings: asker.grants.map((grant) => holdingOf(grant, null)), over: [] }
  const grants = await namedGrantsOf(world.db, [accountId])
  const isOver = ({ until }: { until: string | null }): boolean => until !== null && until < today(world)
  const actor: Actor = isSelf
    ? asker
    : {
        kind: account.fields['kind'] === 'client' ? 'client' : 'person',
        id: account.id,
        name: String(account.fields['displayName']),
        personId: account.personId,
        grants: account.state === 'active' ? heldOn(grants, world.clock.now()) : [],
      }
  return {
    actor,
    holdings: grants.filter((grant) => !isOver(grant)).map((grant) => holdingOf(grant, grant.until)),
    over: grants.filter(isOver).map((grant) => holdingOf(grant, grant.until)),
    ...(account.state !== 'active' && {
      closed: `The account of ${actor.name} is ${template.states[account.state]?.label ?? account.state}: ${template.states[account.state]?.means ?? ''}`,
    }),
  }
}

const calledBy = (world: World, role: string): string =>
  world.definitions.current().roles.has(role) ? `the role ${grantWords(world, role)}` : `the permission “${grantWords(world, role)}”`

async function objectOf(world: World, asker: Actor, useCase: UseCase, id: string): Promise<StoredObject | Refusal> {
  if (useCase.in.includes(NEW))
    return refuse(
      'creates_one',
      `${useCase.name} creates a new ${useCase.on.label}; it is asked about without one.`,
      'Leave the object out.',
    )
  const [object] = isId(id) ? await readSeen(world, asker, useCase.on, [id]) : []
  if (object) return object
  return refuse('no_such_object', `There is no ${useCase.on.label} with the id ${id}.`, `Search for the ${useCase.on.label} again.`)
}

interface Told {
  readonly may: boolean
  readonly steps: readonly Step[]
  readonly remedy: string | null
}

const forbidden = (steps: readonly Step[], remedy: string | null): Told => ({ may: false, steps, remedy })

async function tell(world: World, person: Person, useCase: UseCase, object: StoredObject | undefined): Promise<Told> {
  const { actor, closed } = person
  if (useCase.offered === 'to the system')
    return forbidden(
      [no(`${useCase.name} is performed by itself: on schedule, by a bureau, or by an import. No person gives it as a command.`)],
      null,
    )
  if (closed !== undefined) return forbidden([no(closed)], 'A user administrator can see to the account.')
  const grants = grantSteps(world, person, useCase)
  const permission = startRefusal(permissionsOfActor(world, actor), actor, useCase)
  if (permission) return forbidden(grants, permission.remedy)
  if (object) return tellOfObject(world, actor, useCase, object, grants)
  return useCase.in.includes(NEW) ? tellOfNew(world, actor, useCase, grants) : tellOfAny(world, useCase, grants)
}

/** What somebody holds that gives the right to start it; where nothing does, what they held, and which roles would. */
function grantSteps(world: World, { actor, holdings, over }: Person, useCase: UseCase): Step[] {
  const { roles, units } = world.definitions.current()
  const word = startPermission(useCase)
  const gives = ({ grant: { role: name } }: Holding): boolean => {
    const role = roles.get(name)
    return role ? wordsOf(role, world.catalog).includes(word) : name === word
  }
  const giving = holdings.filter(gives)
  if (giving.length > 0)
    return giving.map((holding) => yes(`${actor.name} holds ${holdingWords(holding, units)}; it gives the right to start ${useCase.name}.`))
  const would = [...roles.values()].filter((role) => !role.retired && wordsOf(role, world.catalog).includes(word))
  const held = few(holdings.map((holding) => holdingWords(holding, units)))
  return [
    ...over.filter(gives).map((holding) => note(`${actor.name} held ${holdingWords(holding, units)}, and that day has passed.`)),
    no(
      holdings.length === 0
        ? `${actor.name} holds nothing.`
        : `${actor.name} holds ${held}; none of it gives the right to start ${useCase.name}.`,
    ),
    note(would.length === 0 ? 'No role gives it.' : `It is given by: ${few(would.map(({ label }) => label))}.`),
  ]
}

/** About one object: whether it is in reach, whether its state and the attachments allow it, and what the tasks foresee. */
async function tellOfObject(world: World, actor: Actor, useCase: UseCase, object: StoredObject, before: readonly Step[]): Promise<Told> {
  const permissions = permissionsOfActor(world, actor)
  const [title, isHeld] = [titleOf(world.catalog, object), useCase.on.table !== 'person']
  const called = labelOf(world.catalog, object)
  const reads = permissions.reach(readPermission(useCase.on.name))
  const starts = permissions.reach(startPermission(useCase))
  // As `offers` reads it: without what stays hidden from them.
  const [seen] = await readSeen(world, actor, useCase.on, [object.id])
  const askAdministrator = `Ask an administrator for a role with the permission to start ${useCase.name} there.`
  if (!seen) {
    const step = reachStep(reads, actor, object, called, isHeld)
    const sight = `${actor.name} does not see ${title}, so that for them it is as if it were not there.`
    return forbidden([...before, ...(reads.length > 0 && step ? [{ ...step, kind: 'note' as const }] : []), no(sight)], askAdministrator)
  }
  const reached = reachStep(starts, actor, object, called, isHeld)
  if (reached?.kind === 'no') return forbidden([...before, reached], askAdministrator)
  const steps = [...before, ...(reached ? [reached] : [])]
  const definitions = world.definitions.current()
  const refusal = (await refusalsOf(world, actor, useCase, [seen])).get(seen.id)
  const general = objectRefusal(world.catalog, definitions, useCase, seen)
  const stands = yes(`${title} is ${stateWords(useCase.on, seen.state)}, and ${useCase.name} is offered there.`)
  if (refusal) return forbidden([...steps, ...(general ? [] : [stands]), no(asked(refusal.sentence))], refusal.remedy)
  const hidden = [...hiddenIn(reads, actor, object)].flatMap((field) => {
    const [of, name] = field.split('.')
    const label = of === useCase.on.name ? useCase.on.fields[name ?? '']?.label : undefined
    return label === undefined ? [] : [label]
  })
  return {
    may: true,
    steps: [
      ...steps,
      stands,
      ...(hidden.length > 0 ? [note(`${actor.name} does not see ${few(hidden)} of it, and is not asked for it.`)] : []),
    ],
    remedy: null,
  }
}

function tellOfNew(world: World, actor: Actor, useCase: UseCase, before: readonly Step[]): Told {
  const permissions = permissionsOfActor(world, actor)
  const nobody = creatorRefusal(permissions, actor, useCase)
  if (nobody) return forbidden([...before, no(asked(nobody.sentence))], nobody.remedy)
  const refusal = newRefusal(world.definitions.current(), useCase)
  if (refusal) return forbidden([...before, no(asked(refusal.sentence))], refusal.remedy)
  const reaches = permissions.reach(startPermission(useCase))
  const units = [...new Set(reaches.flatMap((reach) => [...reach.units]))]
  const isBounded = useCase.on.table === 'person' && !reaches.some(({ scope }) => scope === 'all')
  return {
    may: true,
    steps: [
      ...before,
      yes(`${useCase.name} is offered.`),
      ...(isBounded ? [note(`${actor.name} can create a ${useCase.on.label} only in ${few(units)}.`)] : []),
    ],
    remedy: null,
  }
}

function tellOfAny(world: World, useCase: UseCase, before: readonly Step[]): Told {
  const states = attachedStates(world.definitions.current(), useCase).map((state) => stateWords(useCase.on, state))
  const { label } = useCase.on
  if (states.length > 0) return { may: true, steps: [...before, yes(`It is offered on a ${label} that is ${few(states)}.`)], remedy: null }
  return forbidden(
    [...before, no(`${useCase.name} is offered on no ${label}, whatever its state.`)],
    `An administrator can enable it: ${wayInAdmin(useCase.on, useCase.in)}.`,
  )
}

function conclusion(name: string, useCase: UseCase, title: string | null, { may }: Told): Step {
  const on = title === null ? '' : ` on ${title}`
  return may
    ? yes(`So ${name} may start ${useCase.name}${on}. What comes of it: ${useCase.outcome}`)
    : no(`So ${name} may not start ${useCase.name}${on}.`)
}
