import { leaves, type Template } from '../engine/object.ts'
import type { LegJournal } from './leg-journal.ts'

/**
 * The states of the objects that a leg has locked or made, as they follow its moves. The moves are written with the leg's last
 * statement; until then this is where the truth stands.
 */
export class LegMoves {
  readonly journal: LegJournal
  private readonly held = new Map<string, { readonly template: Template; readonly state: string }>()
  private readonly movedIds = new Set<string>()

  constructor(journal: LegJournal) {
    this.journal = journal
  }

  /** Takes note of an object that is locked. */
  hold(template: Template, id: string, state: string): void {
    this.held.set(id, { template, state })
  }

  /** Takes note of an object that was made, in its template's initial state. */
  make(template: Template, id: string): void {
    this.hold(template, id, template.initial)
    this.journal.created(template, id)
  }

  /** Makes a move of the state graph; false when it does not leave the state the object is in. */
  move(id: string, name: string): boolean {
    const known = this.held.get(id)
    if (!known) throw new Error(`The object ${id} is not held by this leg.`)
    const { template, state: from } = known
    const move = template.moves[name]
    if (!move) throw new Error(`A ${template.label} has no move "${name}".`)
    if (!leaves(move, from)) return false
    this.journal.moved(template, id, from, move.to)
    this.hold(template, id, move.to)
    this.movedIds.add(id)
    return true
  }

  stateOf(id: string): string {
    return this.held.get(id)?.state ?? ''
  }

  get states(): ReadonlyMap<string, string> {
    return new Map([...this.held].map(([id, { state }]) => [id, state]))
  }

  /** The objects whose state is another than when the leg began. */
  get moved(): { table: Template['table']; id: string; state: string }[] {
    return [...this.movedIds].flatMap((id) => {
      const known = this.held.get(id)
      return known ? [{ table: known.template.table, id, state: known.state }] : []
    })
  }
}
