import { stateLabel, type Template } from './object.ts'
import { NEW } from './use-case.ts'

/** Where in Admin a use case is attached to states of a template: the way through the menu, the tab of each state, the section there. */
export interface PlaceInAdmin {
  readonly menu: string
  readonly tabs: readonly string[]
  readonly section: 'New-Process' | 'Additional Commands'
}

/** The states are those of one use case, so it either creates an object or is performed on one. */
export const placeInAdmin = (template: Template, states: readonly string[]): PlaceInAdmin => ({
  menu: `Home > ${GROUPS[template.group]} > ${template.label}`,
  tabs: states.map((state) => (state === NEW ? 'General' : stateLabel(template, state))),
  section: states.includes(NEW) ? 'New-Process' : 'Additional Commands',
})

const GROUPS = { identities: 'Identities', cards: 'Cards', desk: 'Desk' } as const

/** "Home > Cards > Card > Processing > Additional Commands" */
export const wayInAdmin = (template: Template, states: readonly string[]): string => {
  const { menu, tabs, section } = placeInAdmin(template, states)
  return `${menu} > ${tabs.join(' or ')} > ${section}`
}
