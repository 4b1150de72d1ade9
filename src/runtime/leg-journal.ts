import type { Fields } from '../engine/form.ts'
import type { Template } from '../engine/object.ts'
import type { Actor } from '../engine/permit.ts'
import type { Refusal } from '../engine/refusal.ts'
import type { UseCase } from '../engine/use-case.ts'
import { keptSentence } from '../journal/kept-sentence.ts'
import type { NewId } from '../kit/id.ts'
import { entryOf, type JournalKind } from '../store/journal.ts'
import type { StoredRun } from '../store/run.ts'
import type { DraftEntry } from './personal-entries.ts'

/** Gathers what one leg will append to the journal: a line for each object made, moved, refused or ended. */
export class LegJournal {
  readonly entries: DraftEntry[] = []
  private readonly told = new Set<string>()
  private readonly factsOf = new Map<string, Said>()
  /** What was answered to the form, as far as the sentence names it. */
  private readonly said: Said
  /** The account that agreed as the second person, where one was needed. */
  private readonly agreed: Facts
  /** Why it came otherwise than the use case meant, where the message says so: the bureau did not take the batch. */
  private readonly otherwise: Readonly<Record<string, unknown>>

  private readonly newId: NewId
  private readonly actor: Actor
  private readonly useCase: UseCase
  private readonly run: StoredRun
  private readonly now: Date

  constructor(newId: NewId, actor: Actor, useCase: UseCase, run: StoredRun, now: Date) {
    this.newId = newId
    this.actor = actor
    this.useCase = useCase
    this.run = run
    this.now = now
    this.said = saidIn(useCase, run.input)
    this.agreed = run.approvedBy === null ? {} : { approvedBy: run.approvedBy }
    this.otherwise = run.message['why'] === undefined ? {} : { why: run.message['why'] }
  }

  created(template: Template, id: string): void {
    this.append('created', template, id, null, template.initial, { facts: {} })
  }

  /** Adds facts to the line that will tell of this object; what is somebody's is sealed. */
  tell(id: string, facts: Facts, personal?: Words): void {
    this.factsOf.set(id, plus(this.factsOf.get(id), { facts, personal }))
  }

  moved(template: Template, id: string, from: string, to: string): void {
    this.told.add(id)
    const said = template.name === this.useCase.on.name ? this.said : { facts: {} }
    this.append('moved', template, id, from, to, plus(plus(said, this.factsOf.get(id)), { facts: { ...this.agreed, ...this.otherwise } }))
  }

  note(kind: JournalKind, template: Template, id: string, facts: Facts = {}, personal?: Words): void {
    this.append(kind, template, id, null, null, { facts, personal })
  }

  /** The journal holds no names of people: the object and whoever acted are filled in when it is read. */
  refused(id: string, title: string, refusal: Refusal): void {
    const facts = { code: refusal.code, sentence: keptSentence(refusal, this.actor, title) }
    this.append('refused', this.useCase.on, id, null, null, { facts })
  }

  /** An object came to an end of the drawing. Where its move already tells the story, there is no second line. */
  ended(id: string, label: string): void {
    if (this.told.has(id)) return
    const isWhatItIsFor = this.useCase.move === undefined && !('why' in this.otherwise)
    if (isWhatItIsFor)
      this.append('done', this.useCase.on, id, null, null, plus(plus(this.said, this.factsOf.get(id)), { facts: this.agreed }))
    else this.append('other', this.useCase.on, id, null, null, { facts: { ended: label, ...this.otherwise } })
  }

  private append(
    kind: JournalKind,
    template: Template,
    objectId: string,
    from: string | null,
    to: string | null,
    { facts, personal }: Said,
  ): void {
    const told = { kind, useCase: this.useCase.symbol, runId: this.run.id, template: template.name, objectId, from, to, facts }
    const entry = entryOf(this.run, this.now, this.newId(), told)
    this.entries.push(personal ? { ...entry, personal } : entry)
  }
}

type Facts = Readonly<Record<string, unknown>>
type Words = Readonly<Record<string, string>>

/** What a line says: facts that anyone may keep, and what is somebody's. */
interface Said {
  readonly facts: Facts
  readonly personal?: Words | undefined
}

const plus = (one: Said | undefined, other: Said | undefined): Said => ({
  facts: { ...one?.facts, ...other?.facts },
  personal: one?.personal || other?.personal ? { ...one?.personal, ...other?.personal } : undefined,
})

/** The answers that the use case's sentence names, in the words the form showed. */
function saidIn(useCase: UseCase, input: Facts): Said {
  const fields: Fields = Object.assign({}, ...Object.values(useCase.forms).map((form) => form.fields))
  const named = [...useCase.said.matchAll(/\{(\w+)\}/g)]
    .map((match) => match[1] ?? '')
    .filter((name) => input[name] !== undefined && input[name] !== null)
  const isPersonal = (name: string): boolean => fields[name]?.personal === true
  const personal = named.filter(isPersonal).map((name) => [name, String(input[name])] as const)
  const words = (name: string): unknown => fields[name]?.choices?.find((choice) => choice.value === input[name])?.label ?? input[name]
  return {
    facts: Object.fromEntries(named.filter((name) => !isPersonal(name)).map((name) => [name, words(name)])),
    personal: personal.length > 0 ? Object.fromEntries(personal) : undefined,
  }
}
