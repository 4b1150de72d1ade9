import type { Catalog } from '../../catalog/catalog.ts'
import { type Field, schemaOf } from '../../engine/form.ts'
import { origins, type Template } from '../../engine/object.ts'
import type { UseCase } from '../../engine/use-case.ts'
import type * as Contract from '../contract/catalog.ts'

/** What the product is, for the screens. `movers` names, by "template/move", the use cases whose drawing makes that move; `startersOf` the roles that start one. */
export const presentCatalog = (
  catalog: Catalog,
  movers: ReadonlyMap<string, readonly string[]>,
  startersOf: (useCase: UseCase) => readonly string[],
): Contract.Catalog => ({
  templates: catalog.templates.map((template) => presentTemplate(template, movers)),
  useCases: catalog.useCases.map((useCase) => presentUseCase(useCase, startersOf(useCase))),
})

function presentTemplate(template: Template, movers: ReadonlyMap<string, readonly string[]>): Contract.Template {
  const { name, label, plural, path, group, means, initial, states, moves, fields, table } = template
  return {
    name,
    label,
    plural,
    path,
    group,
    means,
    initial,
    states: Object.entries(states).map(([state, { label, means, colour, final }]) => ({
      name: state,
      label,
      means,
      colour,
      final: final === true,
    })),
    moves: Object.entries(moves).map(([move, shape]) => ({
      name: move,
      from: [...origins(shape)],
      to: shape.to,
      means: shape.means,
      useCases: [...(movers.get(`${name}/${move}`) ?? [])],
    })),
    columns: [
      ...Object.entries(fields).flatMap(([field, shape]) => (shape.list ? [columnOf(field, shape)] : [])),
      ...(table === 'card' ? [LEAVES] : []),
      STATE,
    ],
    form: schemaOf(fields),
  }
}

/** When a card's order leaves the queue; a row says it beside its fields. */
const LEAVES = { field: 'leaves', label: 'Leaves', kind: 'leaves', sortable: false, filterable: true, shown: false } as const

const STATE = { field: 'state', label: 'Status', kind: 'state', sortable: false, filterable: true, shown: true } as const

function columnOf(field: string, { label, kind, list }: Field): Contract.Template['columns'][number] {
  const shown = kind === 'number' || kind === 'date' || kind === 'time' || kind === 'bureau' ? kind : 'text'
  return {
    field,
    label,
    kind: shown,
    sortable: list?.sortable === true,
    filterable: list?.filterable === true,
    shown: list?.shown === true,
  }
}

function presentUseCase(useCase: UseCase, roles: readonly string[]): Contract.UseCase {
  const endState = useCase.move === undefined ? undefined : useCase.on.moves[useCase.move]?.to
  return {
    name: useCase.slug,
    label: useCase.name,
    symbol: useCase.symbol,
    story: useCase.story,
    template: useCase.on.name,
    states: [...useCase.in],
    ...(useCase.makes && { makes: useCase.makes.name }),
    ...(useCase.move !== undefined && { move: useCase.move }),
    ...(endState !== undefined && { endState }),
    offered: useCase.offered,
    roles: [...roles],
  }
}
