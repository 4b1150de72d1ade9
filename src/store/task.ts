import type { BureauDefinition } from '../catalog/bureau-definition.ts'
import type { Mapping } from '../catalog/mappings.ts'
import type { OptionValues } from '../catalog/options.ts'
import type { Input } from '../engine/form.ts'
import type { Template } from '../engine/object.ts'
import type { Actor, Permissions } from '../engine/permit.ts'
import type { Refusal } from '../engine/refusal.ts'
import type { Queryable, Transaction } from './database.ts'
import type { JournalKind } from './journal.ts'
import type { StoredObject } from './object.ts'

/** An object of a run as it stands under the lock; its state follows the moves made in this leg. */
export interface Held {
  readonly id: string
  /** The id of the object that the use case makes for this one, where it makes one. */
  readonly madeId: string | null
  readonly stored: StoredObject
}

/** What a task looks at before anything is done; it reads, and changes nothing. */
export interface Glance {
  readonly db: Queryable
  readonly now: Date
  readonly options: OptionValues
  /** Every bureau's definition, by its name. */
  readonly bureaus: ReadonlyMap<string, BureauDefinition>
  readonly template: Template
  readonly makes: Template | undefined
  /** Which fields the object that is made takes over, where one is made. */
  readonly mapping: Mapping | undefined
  /** Who asks, and what they may do. */
  readonly actor: Actor
  readonly permissions: Permissions
  /** Whether this installation can send mails. */
  readonly mails: boolean
  /** The permission words that a grant of this name gives; undefined where it is neither a role that people can hold, nor a permission. */
  wordsOf(role: string): readonly string[] | undefined
  /** A role or a permission word as people call it: "Helpdesk", "Start Abort card order". */
  called(name: string): string
}

/** What a task is given: the transaction, and what it needs to know. Nothing here reaches outside the database. */
export interface Hand extends Glance {
  readonly tx: Transaction
  readonly run: { readonly id: string; readonly useCase: string }
  readonly input: Input
  readonly message: Input
  newId(): string
  /** Signs a text with the key of this installation. */
  sign(text: string): { readonly key: string; readonly value: string }
  /** Makes a move of an object that the run does not hold; it must be locked and in a state that the move leaves. */
  move(template: Template, objects: readonly StoredObject[], move: string): void
  /** Records that an object was made; `move` and the drawing's moves may follow in the same leg. */
  made(template: Template, id: string): void
  /** Adds facts to the line that the use case writes for this object; its sentence may name them. What may be about somebody is `personal`. */
  tell(objectId: string, facts: Readonly<Record<string, unknown>>, personal?: Readonly<Record<string, string>>): void
  /** Adds a line to the journal. */
  note(line: {
    kind: JournalKind
    template: Template
    objectId: string
    facts?: Record<string, unknown>
    personal?: Readonly<Record<string, string>>
  }): void
  /** Enqueues a job in this transaction; it is delivered at least once after the commit. */
  enqueue(job: string, data: Record<string, unknown>): Promise<void>
  /** Queues a mail to whoever has these accounts in this transaction; those without an address get none. */
  mail(accountIds: readonly string[], mail: AccountMail): Promise<void>
}

/** What is said by mail to somebody with an account. */
export interface AccountMail {
  readonly subject: string
  /** A few plain sentences. */
  readonly text: string
}

export type Refusals = ReadonlyMap<string, Refusal>

/**
 * A verb that drawings may use, performed on a set at a time. It may touch only the database. It answers a refusal for each object
 * that it could not be performed on, and has changed nothing for these; for every other object it is done.
 */
export interface Task {
  readonly label: string
  /** The codes it may refuse with, and what each means; a drawing must catch every one. */
  readonly fails: Readonly<Record<string, string>>
  /** It can be performed only on orders in the queue, so that a release ends it for those that it takes. */
  readonly whileQueued?: true
  /** Which objects it would refuse now, so that a command is not offered in vain. */
  foresee?(glance: Glance, objects: readonly Held[]): Promise<Refusals>
  /** Of objects that are no longer in a state to begin in: those about which it can say better why, and what can still be done. */
  explain?(glance: Glance, objects: readonly Held[]): Promise<Refusals>
  run(hand: Hand, objects: readonly Held[]): Promise<Refusals>
}

export const NONE: Refusals = new Map()
