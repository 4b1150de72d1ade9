/** The groups under Home that list templates, each with its tabs a state. */
export const templateGroups: readonly string[] = ['identities', 'cards', 'desk']
