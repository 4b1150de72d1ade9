import type { Template } from '../engine/object.ts'
import type { Actor } from '../engine/permit.ts'
import type { Refusal } from '../engine/refusal.ts'
import type { UseCase } from '../engine/use-case.ts'
import { withoutTitle } from '../journal/sentence.ts'
import type { NewId } from '../kit/id.ts'
import { entryBy, type JournalKind, type StoredEntry } from '../store/journal.ts'
import type { StoredRun } from '../store/run.ts'

/** Gathers what one leg will append to the journal: a line for each object made, moved, refused or ended. */
export class LegJournal {
  readonly entries: StoredEntry[] = []
  private readonly told = new Set<string>()
  private readonly factsOf = new Map<string, Readonly<Record<string, unknown>>>()
  private readonly facts: Readonly<Record<string, unknown>>
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
    this.facts = saidFacts(useCase, run.input)
    this.otherwise = run.message['why'] === undefined ? {} : { why: run.message['why'] }
  }

  created(template: Template, id: string): void {
    this.append('created', template, id, null, template.initial, {})
  }

  /** Adds facts to the line that will tell of this object. */
  tell(id: string, facts: Readonly<Record<string, unknown>>): void {
    this.factsOf.set(id, { ...this.factsOf.get(id), ...facts })
  }

  moved(template: Template, id: string, from: string, to: string): void {
    this.told.add(id)
    const facts = template.name === this.useCase.on.name ? this.facts : {}
    this.append('moved', template, id, from, to, { ...facts, ...this.factsOf.get(id), ...this.otherwise })
  }

  note(kind: JournalKind, template: Template, id: string, facts: Record<string, unknown> = {}): void {
    this.append(kind, template, id, null, null, facts)
  }

  /** The title of the object is taken out of the sentence: the journal holds no names of people. */
  refused(id: string, title: string, { code, sentence }: Refusal): void {
    this.append('refused', this.useCase.on, id, null, null, { code, sentence: withoutTitle(sentence, title, '{object}') })
  }

  /** An object came to an end of the drawing. Where its move already tells the story, there is no second line. */
  ended(id: string, label: string): void {
    if (this.told.has(id)) return
    const isWhatItIsFor = this.useCase.move === undefined && !('why' in this.otherwise)
    if (isWhatItIsFor) this.append('done', this.useCase.on, id, null, null, { ...this.facts, ...this.factsOf.get(id) })
    else this.append('other', this.useCase.on, id, null, null, { ended: label, ...this.otherwise })
  }

  private append(
    kind: JournalKind,
    template: Template,
    objectId: string,
    from: string | null,
    to: string | null,
    facts: Readonly<Record<string, unknown>>,
  ): void {
    const told = { kind, useCase: this.useCase.symbol, runId: this.run.id, template: template.name, objectId, from, to, facts }
    this.entries.push(entryBy(this.actor, this.now, this.newId(), told))
  }
}

/** The answers that the use case's sentence names, in the words the form showed. */
function saidFacts(useCase: UseCase, input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const named = [...useCase.said.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
  const fields = Object.assign({}, ...Object.values(useCase.forms).map((form) => form.fields)) as Record<
    string,
    { choices?: readonly { value: string; label: string }[] }
  >
  return Object.fromEntries(
    named
      .filter((name) => input[name] !== undefined && input[name] !== null)
      .map((name) => [name, fields[name]?.choices?.find((choice) => choice.value === input[name])?.label ?? input[name]]),
  )
}
